insert into product_catalog (product_id, product_name, category, price, description, rating, popularity) values
  ('zensound', 'ZenSound', 'headphones', 149.99, 'Wireless over-ear headphones with active noise cancelling and 30 hours of play', 4.5, 'high'),
  ('audiomax-pro', 'AudioMax Pro', 'headphones', 199.99, 'Studio headphones with a wired and a wireless mode and exchangeable pads', 4.7, 'medium'),
  ('bassboost', 'BassBoost', 'headphones', 89.99, 'On-ear headphones with deep bass and a folding frame', 3.9, 'medium'),
  ('pocketbuds', 'PocketBuds', 'headphones', 39.99, 'Small wireless earbuds for sport, safe in rain and sweat', 4.0, 'high'),
  ('vitafit', 'VitaFit', 'watch', 299.99, 'Fitness watch with heart rate, sleep tracking, GPS and a week of battery', 4.4, 'high'),
  ('techtime-pro', 'TechTime Pro', 'watch', 399.99, 'Smart watch with a bright display, calls, payments and apps', 4.6, 'high'),
  ('trailpace', 'TrailPace', 'watch', 179.99, 'Light running watch with maps and a barometer', 4.1, 'low'),
  ('fittrack-speaker', 'FitTrack Speaker', 'speaker', 79.99, 'Rugged Bluetooth speaker for training, with a strap and 12 hours of play', 4.2, 'medium'),
  ('soundwave', 'SoundWave', 'speaker', 129.99, 'Portable speaker with full sound to all sides', 4.3, 'high'),
  ('homehall', 'HomeHall', 'speaker', 249.99, 'Speaker for the living room with wireless streaming and a wooden body', 4.5, 'low'),
  ('slatebook-air', 'SlateBook Air', 'computer', 1099.99, 'Light laptop of 1.1 kg with 18 hours of battery', 4.6, 'high'),
  ('promax', 'ProMax', 'computer', 1899.99, 'Workstation laptop for video, sound and 3D', 4.8, 'medium'),
  ('deskcube', 'DeskCube', 'computer', 749.99, 'Small quiet desktop computer for the office', 4.0, 'low'),
  ('techphone', 'TechPhone', 'phone', 899.99, 'Phone with three cameras and a large bright screen', 4.5, 'high'),
  ('techphone-lite', 'TechPhone Lite', 'phone', 499.99, 'Smaller phone with two days of battery', 4.1, 'medium'),
  ('novaphone', 'NovaPhone', 'phone', 329.99, 'Affordable phone with a replaceable battery', 3.8, 'low'),
  ('worktab', 'WorkTab', 'tablet', 549.99, 'Tablet for work with a pen and a keyboard cover', 4.3, 'medium'),
  ('quickcharge', 'QuickCharge', 'charger', 39.99, 'Fast charger with two ports for phones, watches, headphones and tablets', 4.6, 'high');

insert into product_aliases (scheme, alias, product_id) values
  ('inventory', 'HD001', 'zensound'), ('inventory', 'HD002', 'audiomax-pro'), ('inventory', 'HD003', 'bassboost'),
  ('inventory', 'SW001', 'vitafit'), ('inventory', 'SW002', 'techtime-pro'), ('inventory', 'SP001', 'fittrack-speaker'),
  ('inventory', 'SP002', 'soundwave'), ('inventory', 'CH001', 'quickcharge'), ('inventory', 'PH001', 'techphone'),
  ('inventory', 'TB001', 'worktab'),
  ('catalog', 'prod001', 'zensound'), ('catalog', 'prod002', 'audiomax-pro'), ('catalog', 'prod003', 'bassboost'),
  ('catalog', 'prod004', 'pocketbuds'), ('catalog', 'prod005', 'vitafit'), ('catalog', 'prod006', 'techtime-pro'),
  ('catalog', 'prod007', 'trailpace'), ('catalog', 'prod008', 'fittrack-speaker'), ('catalog', 'prod009', 'soundwave'),
  ('catalog', 'prod010', 'homehall'), ('catalog', 'prod011', 'slatebook-air'), ('catalog', 'prod012', 'promax'),
  ('catalog', 'prod013', 'deskcube'), ('catalog', 'prod014', 'techphone'), ('catalog', 'prod015', 'techphone-lite'),
  ('catalog', 'prod016', 'novaphone'),
  ('browse', 'prod001', 'zensound'), ('browse', 'prod002', 'vitafit'), ('browse', 'prod003', 'promax'),
  ('browse', 'prod004', 'techphone'), ('browse', 'prod005', 'soundwave'), ('browse', 'prod006', 'worktab'),
  ('browse', 'prod007', 'audiomax-pro'), ('browse', 'prod008', 'techtime-pro'), ('browse', 'prod009', 'slatebook-air'),
  ('browse', 'prod010', 'novaphone'), ('browse', 'prod011', 'homehall'), ('browse', 'prod012', 'quickcharge'),
  ('guide', 'HD001', 'audiomax-pro'), ('guide', 'HD002', 'zensound'), ('guide', 'SW001', 'techtime-pro'),
  ('guide', 'SW002', 'vitafit'), ('guide', 'SP001', 'soundwave'), ('guide', 'SP002', 'homehall'),
  ('guide', 'PC001', 'slatebook-air'), ('guide', 'PC002', 'promax'), ('guide', 'PC003', 'deskcube'),
  ('guide', 'PC004', 'worktab'), ('guide', 'PH001', 'techphone-lite'), ('guide', 'PH002', 'techphone'),
  ('guide', 'PH003', 'novaphone'), ('guide', 'PH004', 'quickcharge');

insert into product_pairs (product_id, goes_with, reason) values
  ('vitafit', 'pocketbuds', 'Earbuds for the run that pair with the watch itself'),
  ('vitafit', 'fittrack-speaker', 'Plays the watch''s training cues out loud'),
  ('vitafit', 'quickcharge', 'Charges watch and phone at once'),
  ('techtime-pro', 'techphone', 'Calls and payments of the watch work through this phone'),
  ('techtime-pro', 'zensound', 'Takes calls from the watch'),
  ('techtime-pro', 'quickcharge', 'Charges the watch in 40 minutes'),
  ('trailpace', 'pocketbuds', 'Light and safe in rain'),
  ('zensound', 'quickcharge', 'Fast charging for the headphones'),
  ('zensound', 'techphone', 'Plays without loss from this phone'),
  ('audiomax-pro', 'promax', 'The studio pair for sound and video'),
  ('bassboost', 'techphone-lite', 'Folds into the same pocket'),
  ('soundwave', 'homehall', 'The two play as a stereo pair'),
  ('homehall', 'soundwave', 'The two play as a stereo pair'),
  ('fittrack-speaker', 'vitafit', 'Training cues of the watch come from the speaker'),
  ('techphone', 'zensound', 'Noise cancelling for calls'),
  ('techphone', 'techtime-pro', 'Calls and payments on the wrist'),
  ('techphone', 'quickcharge', 'Full in an hour'),
  ('techphone-lite', 'pocketbuds', 'Small and light as the phone'),
  ('novaphone', 'quickcharge', 'A spare battery charges beside the phone'),
  ('slatebook-air', 'audiomax-pro', 'For work in loud places'),
  ('promax', 'audiomax-pro', 'The studio pair for sound and video'),
  ('worktab', 'quickcharge', 'Charges the tablet and its pen'),
  ('worktab', 'zensound', 'For meetings on the way'),
  ('quickcharge', 'techphone', 'Uses the full power of the charger');

insert into product_feedback (product_id, stars, feedback, given_on) values
  ('zensound', 5, 'The noise cancelling makes the train silent.', '2024-01-11'),
  ('zensound', 4, 'Comfortable for hours, the case is a little large.', '2024-01-20'),
  ('audiomax-pro', 5, 'The sound is honest and the pads can be changed.', '2024-01-15'),
  ('audiomax-pro', 3, 'Heavy after two hours.', '2024-02-02'),
  ('bassboost', 4, 'Very much bass for the price.', '2023-12-28'),
  ('pocketbuds', 4, 'They stay in the ear when running.', '2024-01-30'),
  ('vitafit', 5, 'Sleep tracking is better than I thought, the battery lasts a week.', '2024-01-18'),
  ('vitafit', 4, 'GPS needs a minute in the city.', '2024-02-05'),
  ('techtime-pro', 5, 'Payments with the wrist work everywhere.', '2024-01-25'),
  ('techtime-pro', 3, 'The battery lasts a day and a half.', '2024-02-07'),
  ('fittrack-speaker', 4, 'Fell down the stairs and plays on.', '2024-01-09'),
  ('soundwave', 5, 'Fills the whole garden.', '2024-01-12'),
  ('homehall', 4, 'Warm sound, set up in five minutes.', '2024-01-22'),
  ('slatebook-air', 5, 'So light that I look whether it is in the bag.', '2024-02-01'),
  ('promax', 5, 'Renders in half the time.', '2024-01-17'),
  ('techphone', 4, 'Great camera at night, slippery without a case.', '2024-01-29'),
  ('novaphone', 3, 'Slow with many apps, but the battery can be changed.', '2024-01-08'),
  ('worktab', 4, 'The pen is as good as paper.', '2024-02-03'),
  ('quickcharge', 5, 'One charger for everything.', '2024-01-31');

insert into customers (customer_id, first_name, last_name, email, phone, address, city, state, zip_code, created_date) values
  ('cust001', 'John', 'Smith', 'john.smith@example.com', '555-0101', '12 Canal Street', 'New York', 'NY', '10013', '2023-05-14'),
  ('cust002', 'Sarah', 'Johnson', 'sarah.johnson@example.com', '555-0102', '480 Palm Avenue', 'Los Angeles', 'CA', '90012', '2023-06-02'),
  ('cust003', 'Mike', 'Chen', 'mike.chen@example.com', '555-0103', '77 Lake Drive', 'Chicago', 'IL', '60601', '2023-07-21'),
  ('cust004', 'Emma', 'Davis', 'emma.davis@example.com', '555-0104', '9 Ocean Road', 'Miami', 'FL', '33101', '2023-09-09'),
  ('cust005', 'Alex', 'Wilson', 'alex.wilson@example.com', '555-0105', '305 Pine Street', 'Seattle', 'WA', '98101', '2023-10-30');

insert into inventory (product_id, product_name, category, quantity, in_stock, last_restock_date, price_per_unit) values
  ('zensound', 'ZenSound', 'headphones', 25, true, '2024-01-10', 149.99),
  ('audiomax-pro', 'AudioMax Pro', 'headphones', 18, true, '2024-01-12', 199.99),
  ('bassboost', 'BassBoost', 'headphones', 3, false, '2023-12-20', 89.99),
  ('vitafit', 'VitaFit', 'watch', 15, true, '2024-01-15', 299.99),
  ('techtime-pro', 'TechTime Pro', 'watch', 8, true, '2024-01-08', 399.99),
  ('fittrack-speaker', 'FitTrack Speaker', 'speaker', 22, true, '2024-01-18', 79.99),
  ('soundwave', 'SoundWave', 'speaker', 0, false, '2023-12-01', 129.99),
  ('quickcharge', 'QuickCharge', 'charger', 35, true, '2024-01-20', 39.99),
  ('techphone', 'TechPhone', 'phone', 12, true, '2024-01-14', 899.99),
  ('worktab', 'WorkTab', 'tablet', 7, true, '2024-01-05', 549.99);

insert into orders (order_id, customer_id, product_id, product_name, order_status, shipping_status, return_exchange_status,
    order_date, delivery_date, quantity, price_per_unit, total_amount) values
  ('ORD-2024-001', 'cust001', 'zensound', 'ZenSound', 'processing', 'preparing', null, '2024-02-10', null, 1, 149.99, 149.99),
  ('ORD-2024-002', 'cust001', 'vitafit', 'VitaFit', 'shipped', 'in_transit', null, '2024-02-06', null, 1, 299.99, 299.99),
  ('ORD-2024-003', 'cust001', 'quickcharge', 'QuickCharge', 'delivered', 'delivered', null, '2024-01-22', '2024-01-26', 2, 39.99, 79.98),
  ('ORD-2024-004', 'cust002', 'audiomax-pro', 'AudioMax Pro', 'delivered', 'delivered', 'return_requested', '2024-01-12', '2024-01-17', 1, 199.99, 199.99),
  ('ORD-2024-005', 'cust002', 'fittrack-speaker', 'FitTrack Speaker', 'shipped', 'in_transit', null, '2024-02-07', null, 1, 79.99, 79.99),
  ('ORD-2024-006', 'cust003', 'techphone', 'TechPhone', 'processing', 'preparing', null, '2024-02-11', null, 1, 899.99, 899.99),
  ('ORD-2024-007', 'cust003', 'worktab', 'WorkTab', 'delivered', 'delivered', 'exchange_completed', '2024-01-05', '2024-01-10', 1, 549.99, 549.99),
  ('ORD-2024-008', 'cust004', 'bassboost', 'BassBoost', 'cancelled', null, null, '2024-01-28', null, 1, 89.99, 89.99),
  ('ORD-2024-009', 'cust004', 'techtime-pro', 'TechTime Pro', 'shipped', 'out_for_delivery', null, '2024-02-05', null, 1, 399.99, 399.99),
  ('ORD-2024-010', 'cust005', 'soundwave', 'SoundWave', 'processing', 'preparing', null, '2024-02-09', null, 1, 129.99, 129.99),
  ('ORD-2024-011', 'cust005', 'zensound', 'ZenSound', 'delivered', 'delivered', null, '2024-01-15', '2024-01-19', 1, 149.99, 149.99),
  ('ORD-2024-012', 'cust005', 'quickcharge', 'QuickCharge', 'processing', 'preparing', null, '2024-02-12', null, 3, 39.99, 119.97);

insert into purchase_history (customer_id, product_id, purchase_date, quantity, purchase_amount, payment_method) values
  ('cust001', 'pocketbuds', '2023-06-18', 1, 39.99, 'credit_card'),
  ('cust001', 'techphone-lite', '2023-09-02', 1, 499.99, 'credit_card'),
  ('cust001', 'quickcharge', '2024-01-22', 2, 79.98, 'debit_card'),
  ('cust002', 'slatebook-air', '2023-07-11', 1, 1099.99, 'credit_card'),
  ('cust002', 'audiomax-pro', '2024-01-12', 1, 199.99, 'credit_card'),
  ('cust003', 'worktab', '2024-01-05', 1, 549.99, 'debit_card'),
  ('cust003', 'homehall', '2023-11-24', 1, 249.99, 'credit_card'),
  ('cust004', 'trailpace', '2023-10-03', 1, 179.99, 'cash'),
  ('cust005', 'zensound', '2024-01-15', 1, 149.99, 'credit_card'),
  ('cust006', 'novaphone', '2023-08-29', 1, 329.99, 'cash'),
  ('cust007', 'promax', '2023-12-05', 1, 1899.99, 'credit_card'),
  ('cust008', 'soundwave', '2023-12-19', 2, 259.98, 'debit_card'),
  ('cust009', 'vitafit', '2024-01-02', 1, 299.99, 'credit_card'),
  ('cust010', 'techtime-pro', '2023-11-30', 1, 399.99, 'credit_card');

insert into personalization (customer_id, age, gender, income_band, location, marital_status, preferred_category, price_range,
    preferred_brand, loyalty_tier) values
  ('cust001', 34, 'male', '75000-100000', 'New York', 'married', 'watch', '100-400', 'VitaFit', 'gold'),
  ('cust002', 29, 'female', '50000-75000', 'Los Angeles', 'single', 'headphones', '100-250', 'AudioMax', 'silver'),
  ('cust003', 41, 'male', '100000-150000', 'Chicago', 'married', 'phone', '400-1000', 'TechPhone', 'platinum'),
  ('cust004', 26, 'female', '25000-50000', 'Miami', 'single', 'watch', '50-200', 'TrailPace', 'bronze'),
  ('cust005', 38, 'male', '75000-100000', 'Seattle', 'married', 'speaker', '50-300', 'SoundWave', 'gold'),
  ('cust006', 52, 'female', '50000-75000', 'Boston', 'married', 'phone', '200-500', 'NovaPhone', 'silver'),
  ('cust007', 45, 'male', '150000-200000', 'San Francisco', 'married', 'computer', '1000-2000', 'ProMax', 'platinum'),
  ('cust008', 31, 'female', '50000-75000', 'Austin', 'single', 'speaker', '50-300', 'SoundWave', 'silver'),
  ('cust009', 23, 'male', '25000-50000', 'Denver', 'single', 'watch', '100-300', 'VitaFit', 'bronze'),
  ('cust010', 36, 'female', '100000-150000', 'Portland', 'married', 'watch', '200-500', 'TechTime', 'gold');

insert into browse_history (customer_id, browsed_on, session_start, category, minutes, actions, clicks, likes) values
  ('cust001', '2024-02-08', '19:12', 'watch', 14, 'compared, read reviews', 22, 3),
  ('cust002', '2024-02-07', '12:40', 'headphones', 9, 'read reviews', 11, 2),
  ('cust003', '2024-02-10', '21:05', 'phone', 25, 'compared, put in basket', 37, 4),
  ('cust004', '2024-02-04', '08:30', 'watch', 7, 'looked', 8, 1),
  ('cust005', '2024-02-08', '18:22', 'speaker', 16, 'put in basket', 19, 3),
  ('cust006', '2024-02-01', '10:15', 'phone', 11, 'read guide', 9, 0),
  ('cust007', '2024-02-06', '22:48', 'computer', 31, 'compared, saved', 45, 5),
  ('cust008', '2024-02-02', '17:03', 'speaker', 12, 'read reviews', 14, 2),
  ('cust009', '2024-02-09', '20:20', 'watch', 18, 'compared', 24, 4),
  ('cust010', '2024-02-05', '13:37', 'watch', 10, 'looked, saved', 13, 2),
  ('cust011', '2024-02-03', '09:55', 'headphones', 6, 'looked', 5, 0),
  ('cust012', '2024-02-06', '15:11', 'computer', 20, 'compared', 27, 1),
  ('cust013', '2024-02-10', '11:26', 'tablet', 13, 'read reviews', 16, 2),
  ('cust014', '2024-01-30', '16:44', 'charger', 4, 'put in basket', 4, 1),
  ('cust015', '2024-02-07', '19:58', 'phone', 15, 'compared', 18, 2),
  ('cust016', '2024-02-11', '07:49', 'speaker', 8, 'looked', 7, 1);

insert into browse_products (browse_id, product_id)
select h.id, a.product_id
from browse_history h
join (values ('cust001', 'prod002'), ('cust001', 'prod008'), ('cust002', 'prod007'), ('cust002', 'prod001'),
             ('cust003', 'prod004'), ('cust003', 'prod010'), ('cust004', 'prod002'), ('cust005', 'prod005'),
             ('cust005', 'prod011'), ('cust006', 'prod010'), ('cust007', 'prod003'), ('cust007', 'prod009'),
             ('cust008', 'prod005'), ('cust009', 'prod002'), ('cust009', 'prod008'), ('cust010', 'prod008'),
             ('cust011', 'prod001'), ('cust012', 'prod009'), ('cust013', 'prod006'), ('cust014', 'prod012'),
             ('cust015', 'prod004'), ('cust016', 'prod011')) v (customer_id, alias) using (customer_id)
join product_aliases a on a.scheme = 'browse' and a.alias = v.alias;
