-- name: put_usagers
-- part: usagers
insert into usager (siren, name, folded, department, city, state, as_of, totals, document)
select value ->> 'siren', value ->> 'name', value ->> 'folded', value ->> 'department', value ->> 'city',
    value ->> 'state', value ->> 'as_of', value ->> 'totals', value ->> 'document'
from json_each(:usagers) where true
on conflict (siren) do update set name = excluded.name, folded = excluded.folded,
    department = excluded.department, city = excluded.city, state = excluded.state, as_of = excluded.as_of,
    totals = excluded.totals, document = excluded.document
-- part: words
insert or replace into usager_words (rowid, words)
select cast(value ->> 'siren' as integer), value ->> 'words' from json_each(:usagers)
-- part: spelled
insert or ignore into spelling (key, word) select value ->> 'key', value ->> 'word' from json_each(:spelled)
-- part: gone
delete from usager_page where siren in (select value from json_each(:sirens))
-- part: pages
insert into usager_page (siren, name, page, items)
select value ->> 'siren', value ->> 'name', value ->> 'page', value ->> 'items' from json_each(:pages);

-- name: usagers_worded
select u.siren, u.name, u.folded, u.city, u.state
from (select rowid from usager_words where usager_words match :asked limit :limit) w
join usager u on u.siren = printf('%09d', w.rowid);
