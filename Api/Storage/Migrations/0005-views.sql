-- What the public may see now, flat, for programs that read SQL. docs/views.md is their contract.

-- Slot key * 4 of rendering is there only where everyone may see the record, and holds nothing that is withheld.
-- SQLite takes a BLOB for its own form of JSON.
CREATE VIEW public_item AS
SELECT p.term AS term, p.key AS key, CAST(r.item AS TEXT) AS j, CAST(r.detail AS TEXT) AS d
FROM posting p JOIN rendering r ON r.slot = p.key * 4
WHERE p.to_seq = 9223372036854775807 AND p.rights & 1 AND p.workflow = 2;

CREATE VIEW v_countries AS
SELECT CAST(j ->> '$.code' AS TEXT) AS code, CAST(j ->> '$.alpha3' AS TEXT) AS alpha3, CAST(j ->> '$.numeric' AS TEXT) AS numeric,
  CAST(j ->> '$.name' AS TEXT) AS name, CAST(j ->> '$.officialName' AS TEXT) AS official_name, CAST(j ->> '$.region' AS TEXT) AS region,
  CAST(j ->> '$.subregion' AS TEXT) AS subregion, CAST(j ->> '$.capital' AS TEXT) AS capital, CAST(j ->> '$.lat' AS REAL) AS lat,
  CAST(j ->> '$.lon' AS REAL) AS lon, CAST(j ->> '$.fips' AS TEXT) AS fips, CAST(j ->> '$.wikidata' AS TEXT) AS wikidata,
  CAST(j ->> '$.status' AS TEXT) AS status, CAST(j ->> '$.parent' AS TEXT) AS parent
FROM public_item WHERE term = 'country/all';

CREATE VIEW v_people AS
SELECT CAST(j ->> '$.id' AS TEXT) AS id, CAST(j ->> '$.name' AS TEXT) AS name, CAST(j ->> '$.description' AS TEXT) AS description,
  CAST((SELECT group_concat(c.value ->> '$.code') FROM json_each(j, '$.citizenships') c) AS TEXT) AS citizenships,
  CAST((SELECT group_concat(t.value) FROM json_each(j, '$.tags') t) AS TEXT) AS tags,
  CAST(j ->> '$.bornOn.value' AS TEXT) AS born_on, CAST(j ->> '$.bornOn.earliest' AS TEXT) AS born_earliest, CAST(j ->> '$.bornOn.latest' AS TEXT) AS born_latest,
  CAST(j ->> '$.diedOn.value' AS TEXT) AS died_on, CAST(j ->> '$.diedOn.earliest' AS TEXT) AS died_earliest, CAST(j ->> '$.diedOn.latest' AS TEXT) AS died_latest,
  CAST(j ->> '$.version' AS INTEGER) AS version, CAST(j ->> '$.createdAt' AS TEXT) AS created_at, CAST(j ->> '$.updatedAt' AS TEXT) AS updated_at
FROM public_item WHERE term = 'person/all';

CREATE VIEW v_organizations AS
SELECT CAST(j ->> '$.id' AS TEXT) AS id, CAST(j ->> '$.name' AS TEXT) AS name, CAST(j ->> '$.type' AS TEXT) AS type,
  CAST(j ->> '$.country.code' AS TEXT) AS country, CAST(j ->> '$.country.name' AS TEXT) AS country_name, CAST(j ->> '$.description' AS TEXT) AS description,
  CAST(j ->> '$.version' AS INTEGER) AS version, CAST(j ->> '$.createdAt' AS TEXT) AS created_at, CAST(j ->> '$.updatedAt' AS TEXT) AS updated_at
FROM public_item WHERE term = 'organization/all';

CREATE VIEW v_reports AS
SELECT CAST(j ->> '$.id' AS TEXT) AS id, CAST(j ->> '$.title' AS TEXT) AS title, CAST(j ->> '$.publisher.id' AS TEXT) AS publisher_id,
  CAST(j ->> '$.publisher.name' AS TEXT) AS publisher_name, CAST(j ->> '$.url' AS TEXT) AS url, CAST(j ->> '$.lang' AS TEXT) AS lang,
  CAST(j ->> '$.publishedOn.value' AS TEXT) AS published_on, CAST(j ->> '$.publishedOn.earliest' AS TEXT) AS published_earliest, CAST(j ->> '$.publishedOn.latest' AS TEXT) AS published_latest,
  CAST(j ->> '$.derivedFrom.id' AS TEXT) AS derived_from_id, CAST(j ->> '$.machineGenerated' AS INTEGER) AS machine_generated, CAST(j ->> '$.summary' AS TEXT) AS summary,
  CAST(j ->> '$.version' AS INTEGER) AS version, CAST(j ->> '$.createdAt' AS TEXT) AS created_at, CAST(j ->> '$.updatedAt' AS TEXT) AS updated_at
FROM public_item WHERE term = 'report/all';

CREATE VIEW v_sanctions AS
SELECT CAST(j ->> '$.id' AS TEXT) AS id, CAST(j ->> '$.name' AS TEXT) AS name, CAST(j ->> '$.description' AS TEXT) AS description,
  CAST((SELECT group_concat(k.value) FROM json_each(j, '$.kinds') k) AS TEXT) AS kinds,
  CAST((SELECT group_concat(coalesce(s.value ->> '$.country.code', s.value ->> '$.organization.name', s.value ->> '$.person.name'), '; ') FROM json_each(j, '$.senders') s) AS TEXT) AS senders,
  CAST((SELECT group_concat(coalesce(t.value ->> '$.country.code', t.value ->> '$.organization.name', t.value ->> '$.person.name'), '; ') FROM json_each(j, '$.targets') t) AS TEXT) AS targets,
  CAST((SELECT group_concat(c.value) FROM json_each(j, '$.commodities') c) AS TEXT) AS commodities,
  CAST(CASE s.state WHEN 1 THEN 'threatened' WHEN 2 THEN 'in-force' WHEN 3 THEN 'eased' WHEN 4 THEN 'suspended' WHEN 5 THEN 'lifted' ELSE 'unknown' END AS TEXT) AS state,
  CAST(CASE WHEN s.day > -719162 THEN date(s.day * 86400, 'unixepoch') END AS TEXT) AS state_since,
  CAST(j ->> '$.programme' AS TEXT) AS programme, CAST(j ->> '$.legalBasis' AS TEXT) AS legal_basis, CAST(j ->> '$.authority' AS TEXT) AS authority, CAST(j ->> '$.url' AS TEXT) AS url,
  CAST(j ->> '$.version' AS INTEGER) AS version, CAST(j ->> '$.createdAt' AS TEXT) AS created_at, CAST(j ->> '$.updatedAt' AS TEXT) AS updated_at
FROM public_item i
LEFT JOIN sanction_state s ON s.key = i.key AND s.to_seq = 9223372036854775807 AND s.day = (
  SELECT max(l.day) FROM sanction_state l WHERE l.key = i.key AND l.to_seq = 9223372036854775807 AND l.day <= unixepoch() / 86400)
WHERE i.term = 'sanction/all';

CREATE VIEW v_events AS
SELECT CAST(j ->> '$.id' AS TEXT) AS id, CAST(j ->> '$.type' AS TEXT) AS type, CAST(j ->> '$.group' AS TEXT) AS type_group, CAST(j ->> '$.title' AS TEXT) AS title,
  CAST(j ->> '$.summary' AS TEXT) AS summary, CAST(j ->> '$.occurrence' AS TEXT) AS occurrence, CAST(j ->> '$.verification' AS TEXT) AS verification,
  CAST(j ->> '$.start.value' AS TEXT) AS start_on, CAST(j ->> '$.start.precision' AS TEXT) AS start_precision, CAST(j ->> '$.start.earliest' AS TEXT) AS start_earliest, CAST(j ->> '$.start.latest' AS TEXT) AS start_latest,
  CAST(j ->> '$.end.value' AS TEXT) AS end_on, CAST(j ->> '$.end.earliest' AS TEXT) AS end_earliest, CAST(j ->> '$.end.latest' AS TEXT) AS end_latest,
  CAST(j ->> '$.place.country.code' AS TEXT) AS place_country, CAST(j ->> '$.place.name' AS TEXT) AS place_name, CAST(j ->> '$.place.lat' AS REAL) AS lat, CAST(j ->> '$.place.lon' AS REAL) AS lon,
  CAST((SELECT max(coalesce(h.value ->> '$.best', h.value ->> '$.high', h.value ->> '$.low')) FROM json_each(j, '$.headcounts') h
    WHERE h.value -> '$.of' IS NULL OR h.value -> '$.of.event' IS NOT NULL) AS INTEGER) AS people,
  CAST(d ->> '$.support.reports' AS INTEGER) AS reports, CAST(d ->> '$.support.independent' AS INTEGER) AS independent_reports,
  CAST(j ->> '$.version' AS INTEGER) AS version, CAST(j ->> '$.createdAt' AS TEXT) AS created_at, CAST(j ->> '$.updatedAt' AS TEXT) AS updated_at
FROM public_item WHERE term = 'event/all';

CREATE VIEW v_event_countries AS
SELECT CAST(j ->> '$.id' AS TEXT) AS event_id, CAST(c.id AS TEXT) AS country, CAST(CAST(r.item AS TEXT) ->> '$.name' AS TEXT) AS country_name,
  CAST(substr(term, 15, instr(term, ':') - 15) AS TEXT) AS role
FROM public_item
JOIN record c ON c.kind = 'country' AND c.id = substr(term, instr(term, ':') + 1) AND c.version = 1
LEFT JOIN rendering r ON r.slot = c.row * 4
WHERE term >= 'event/country.' AND term < 'event/country/';

CREATE VIEW v_event_people AS
SELECT CAST(j ->> '$.id' AS TEXT) AS event_id, CAST(n.value ->> '$.person.id' AS TEXT) AS person_id, CAST(n.value ->> '$.person.name' AS TEXT) AS person_name,
  CAST('named' AS TEXT) AS role, CAST(n.value ->> '$.outcome' AS TEXT) AS outcome, CAST(n.value ->> '$.legalBasis' AS TEXT) AS legal_basis, CAST(n.value ->> '$.exitMode' AS TEXT) AS exit_mode,
  CAST(n.value ->> '$.destination.code' AS TEXT) AS destination, CAST(n.value ->> '$.conditional' AS INTEGER) AS conditional, CAST(NULL AS TEXT) AS capacity, CAST(n.value ->> '$.note' AS TEXT) AS note
FROM public_item JOIN json_each(j, '$.people') n WHERE term = 'event/all' AND n.value -> '$.person.id' IS NOT NULL
UNION ALL
SELECT CAST(j ->> '$.id' AS TEXT), CAST(n.value ->> '$.person.id' AS TEXT), CAST(n.value ->> '$.person.name' AS TEXT), CAST(n.value ->> '$.role' AS TEXT),
  CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS INTEGER), CAST(n.value ->> '$.capacity' AS TEXT), CAST(NULL AS TEXT)
FROM public_item JOIN json_each(j, '$.participants') n WHERE term = 'event/all' AND n.value -> '$.person.id' IS NOT NULL;

CREATE VIEW v_event_headcounts AS
SELECT CAST(j ->> '$.id' AS TEXT) AS event_id, CAST(h.value ->> '$.key' AS TEXT) AS key, CAST(h.value ->> '$.kind' AS TEXT) AS kind, CAST(h.value ->> '$.label' AS TEXT) AS label,
  CAST(h.value ->> '$.dimension' AS TEXT) AS dimension, CAST(h.value ->> '$.country.code' AS TEXT) AS country, CAST(h.value ->> '$.category' AS TEXT) AS category,
  CAST(h.value ->> '$.low' AS INTEGER) AS low, CAST(h.value ->> '$.best' AS INTEGER) AS best, CAST(h.value ->> '$.high' AS INTEGER) AS high,
  CAST(CASE WHEN h.value -> '$.of' IS NOT NULL THEN coalesce(h.value ->> '$.of.event.id', j ->> '$.id') END AS TEXT) AS part_of_event_id, CAST(h.value ->> '$.of.key' AS TEXT) AS part_of_key
FROM public_item JOIN json_each(j, '$.headcounts') h WHERE term = 'event/all';

CREATE VIEW v_event_topics AS
SELECT CAST(j ->> '$.id' AS TEXT) AS event_id, CAST(t.value AS TEXT) AS topic
FROM public_item JOIN json_each(j, '$.topics') t WHERE term = 'event/all';

CREATE VIEW v_event_links AS
SELECT CAST(j ->> '$.id' AS TEXT) AS event_id, CAST(l.value ->> '$.type' AS TEXT) AS type, CAST(l.value ->> '$.to.id' AS TEXT) AS to_event_id, CAST(l.value ->> '$.to.title' AS TEXT) AS to_title,
  CAST(l.value ->> '$.basis' AS TEXT) AS basis, CAST(l.value ->> '$.note' AS TEXT) AS note
FROM public_item JOIN json_each(j, '$.links') l WHERE term = 'event/all';

CREATE VIEW v_event_evidence AS
SELECT CAST(j ->> '$.id' AS TEXT) AS event_id, CAST(v.value ->> '$.report.id' AS TEXT) AS report_id, CAST(v.value ->> '$.report.title' AS TEXT) AS report_title,
  CAST(v.value ->> '$.report.publisher.name' AS TEXT) AS publisher_name, CAST(v.value ->> '$.stance' AS TEXT) AS stance, CAST(v.value ->> '$.aspect' AS TEXT) AS aspect,
  CAST(v.value ->> '$.about' AS TEXT) AS about, CAST(v.value ->> '$.basis' AS TEXT) AS basis, CAST(v.value ->> '$.statement' AS TEXT) AS statement,
  CAST(CASE json_type(v.value, '$.value') WHEN 'text' THEN v.value ->> '$.value' END AS TEXT) AS value_text,
  CAST(CASE json_type(v.value, '$.value') WHEN 'object' THEN v.value ->> '$.value.low' END AS INTEGER) AS value_low,
  CAST(CASE json_type(v.value, '$.value') WHEN 'object' THEN v.value ->> '$.value.best' END AS INTEGER) AS value_best,
  CAST(CASE json_type(v.value, '$.value') WHEN 'object' THEN v.value ->> '$.value.high' END AS INTEGER) AS value_high,
  CAST(v.value ->> '$.attributedTo' AS TEXT) AS attributed_to, CAST(v.value ->> '$.asOf.value' AS TEXT) AS as_of, CAST(v.value ->> '$.credibility' AS INTEGER) AS credibility
FROM public_item JOIN json_each(j, '$.evidence') v WHERE term = 'event/all' AND v.value -> '$.report.id' IS NOT NULL;
