-- name: put_usagers
with kept as (
    insert into usager (siren, name, folded, department, city, state, as_of, words, totals, document)
    select n.siren, n.name, n.folded, n.department, n.city, n.state, n.as_of, n.words::tsvector, n.totals,
        n.document::jsonb
    from json_to_recordset(:usagers::json) as n(siren text, name text, folded text, department text, city text,
        state text, as_of timestamptz, words text, totals jsonb, document text)
    on conflict (siren) do update set name = excluded.name, folded = excluded.folded,
        department = excluded.department, city = excluded.city, state = excluded.state, as_of = excluded.as_of,
        words = excluded.words, totals = excluded.totals, document = excluded.document),
spelled as (
    insert into spelling (key, word)
    select n.key, n.word from json_to_recordset(:spelled::json) as n(key text, word text)
    on conflict do nothing),
pages as (
    insert into usager_page (siren, name, page, items)
    select n.siren, n.name, n.page, n.items::jsonb
    from json_to_recordset(:pages::json) as n(siren text, name text, page int, items text)
    on conflict (siren, name, page) do update set items = excluded.items)
delete from usager_page p
where p.siren in (select value from json_array_elements_text(:sirens::json)) and not exists (
    select 1 from json_to_recordset(:pages::json) as n(siren text, name text, page int)
    where n.siren = p.siren and n.name = p.name and n.page = p.page);

-- name: usagers_worded
select siren, name, folded, city, state
from usagers_worded(replace(replace(replace(:asked::text, 'AND', '&'), 'OR', '|'), '*', ':*')::tsquery, :limit::int);
