-- Two small tables to look things up in.
create table users (
  id integer primary key,
  name text not null,
  email text not null unique,
  role text not null
);

create table products (
  id integer primary key,
  name text not null unique,
  price numeric(10, 2) not null check (price >= 0),
  in_stock integer not null check (in_stock >= 0)
);

insert into users (id, name, email, role) values
  (1, 'Alice', 'alice@example.com', 'admin'),
  (2, 'Bob', 'bob@example.com', 'user');

insert into products (id, name, price, in_stock) values
  (1, 'Widget', 29.99, 100),
  (2, 'Gadget', 49.99, 50);
