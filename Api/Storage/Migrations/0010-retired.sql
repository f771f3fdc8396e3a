-- Records that vanished from their source count as retired, not as updated rows.
UPDATE import_row SET outcome = 4 WHERE row < 0 AND outcome = 1 AND detail LIKE '%"retired":{%';
