-- Takes over an order_management.db: its tables customers, inventory and orders. What is here already is brought up to date, so that
-- a file may come twice. Its product ids are those of the stock; a product that nobody knows is made.

insert into product_catalog (product_id, product_name, category, price, description, rating, popularity)
select lower(i.product_id), i.product_name, lower(i.category), i.price_per_unit::numeric, i.product_name, 0, 'low'
from import_inventory i
where not exists (select 1 from product_aliases a where a.scheme = 'inventory' and a.alias = i.product_id)
on conflict do nothing;

insert into product_aliases (scheme, alias, product_id)
select 'inventory', i.product_id, c.product_id
from import_inventory i join product_catalog c on c.product_id = lower(i.product_id)
on conflict do nothing;

insert into customers (customer_id, first_name, last_name, email, phone, address, city, state, zip_code)
select customer_id, first_name, last_name, email, phone, address, city, state, zip_code
from import_customers
on conflict (customer_id) do update set first_name = excluded.first_name, last_name = excluded.last_name,
  email = excluded.email, phone = excluded.phone, address = excluded.address, city = excluded.city, state = excluded.state,
  zip_code = excluded.zip_code, updated_at = now();

insert into inventory (product_id, product_name, category, quantity, in_stock, price_per_unit)
select a.product_id, i.product_name, lower(i.category), i.quantity::integer,
       lower(i.in_stock) in ('yes', 'true', '1', 'y', 't'), i.price_per_unit::numeric
from import_inventory i join product_aliases a on a.scheme = 'inventory' and a.alias = i.product_id
on conflict (product_id) do update set product_name = excluded.product_name, category = excluded.category,
  quantity = excluded.quantity, in_stock = excluded.in_stock, price_per_unit = excluded.price_per_unit, updated_at = now();

insert into orders (order_id, customer_id, product_id, product_name, order_status, shipping_status, return_exchange_status,
  order_date, delivery_date, quantity, price_per_unit, total_amount)
select o.order_id, o.customer_id, a.product_id, o.product_name, o.order_status, o.shipping_status,
       nullif(lower(o.return_exchange_status), 'none'), o.order_date::date, nullif(o.delivery_date, '')::date, o.quantity::integer,
       o.price_per_unit::numeric, o.total_amount::numeric
from import_orders o join product_aliases a on a.scheme = 'inventory' and a.alias = o.product_id
on conflict (order_id) do update set customer_id = excluded.customer_id, product_id = excluded.product_id,
  product_name = excluded.product_name, order_status = excluded.order_status, shipping_status = excluded.shipping_status,
  return_exchange_status = excluded.return_exchange_status, order_date = excluded.order_date,
  delivery_date = excluded.delivery_date, quantity = excluded.quantity, price_per_unit = excluded.price_per_unit,
  total_amount = excluded.total_amount, updated_at = now();
