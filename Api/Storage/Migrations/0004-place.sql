-- The point on the map at which an event took place, in degrees; filled when the derived rows are made again.
ALTER TABLE event_index ADD COLUMN lat REAL;
ALTER TABLE event_index ADD COLUMN lon REAL;
