-- One catalogue. Every other table names a product by its id here, whatever scheme the product came in with.
create table product_catalog (
  product_id text primary key,
  product_name text not null unique,
  category text not null,
  price numeric(10, 2) not null check (price >= 0),
  description text not null,
  rating numeric(2, 1) not null check (rating between 0 and 5),
  popularity text not null check (popularity in ('high', 'medium', 'low'))
);

-- The ids that products have elsewhere: in the stock, in the old catalogue, in the shop's page log, in the guides. Each
-- scheme is unambiguous in itself; the same id means other products in others.
create table product_aliases (
  scheme text not null check (scheme in ('inventory', 'catalog', 'browse', 'guide')),
  alias text not null,
  product_id text not null references product_catalog,
  primary key (scheme, alias)
);

create table product_pairs (
  product_id text not null references product_catalog,
  goes_with text not null references product_catalog,
  reason text not null,
  primary key (product_id, goes_with)
);

create table product_feedback (
  id bigint generated always as identity primary key,
  product_id text not null references product_catalog,
  stars integer not null check (stars between 1 and 5),
  feedback text not null,
  given_on date not null
);

create table customers (
  customer_id text primary key,
  first_name text not null,
  last_name text not null,
  email text not null unique,
  phone text,
  address text,
  city text,
  state text,
  zip_code text,
  created_date timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table inventory (
  product_id text primary key references product_catalog,
  product_name text not null,
  category text not null,
  quantity integer not null check (quantity >= 0),
  in_stock boolean not null,
  reorder_threshold integer not null default 10,
  reorder_quantity integer not null default 50,
  last_restock_date date,
  price_per_unit numeric(10, 2) not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index inventory_category on inventory (category);
create index inventory_in_stock on inventory (in_stock);

create table orders (
  order_id text primary key,
  customer_id text not null references customers,
  product_id text not null references product_catalog,
  product_name text not null,
  order_status text not null,
  shipping_status text,
  return_exchange_status text,
  order_date date not null,
  delivery_date date,
  quantity integer not null default 1 check (quantity > 0),
  price_per_unit numeric(10, 2) not null,
  total_amount numeric(10, 2) not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index orders_customer on orders (customer_id);
create index orders_status on orders (order_status);
create index orders_date on orders (order_date);

create table purchase_history (
  id bigint generated always as identity primary key,
  customer_id text not null,
  product_id text not null references product_catalog,
  purchase_date date not null,
  quantity integer not null default 1,
  purchase_amount numeric(10, 2) not null,
  payment_method text not null check (payment_method in ('credit_card', 'debit_card', 'cash'))
);
create index purchase_history_customer on purchase_history (customer_id);

create table personalization (
  customer_id text primary key,
  age integer not null,
  gender text not null,
  income_band text not null,
  location text not null,
  marital_status text not null,
  preferred_category text not null,
  price_range text not null,
  preferred_brand text not null,
  loyalty_tier text not null check (loyalty_tier in ('bronze', 'silver', 'gold', 'platinum'))
);

create table browse_history (
  id bigint generated always as identity primary key,
  customer_id text not null,
  browsed_on date not null,
  session_start time not null,
  category text not null,
  minutes integer not null,
  actions text not null,
  clicks integer not null,
  likes integer not null
);
create index browse_history_customer on browse_history (customer_id);

create table browse_products (
  browse_id bigint not null references browse_history on delete cascade,
  product_id text not null references product_catalog,
  primary key (browse_id, product_id)
);

create table escalations (
  escalation_id text primary key,
  customer_id text not null,
  problem text not null,
  opened_at timestamptz not null default now()
);
