-- name: usager
select siren, as_of, totals, document from usager where siren = :siren::text;

-- name: usager_page
select items from usager_page where siren = :siren::text and name = :name::text and page = :page::int;

-- name: known_usagers
-- part: documents
select siren, as_of, document from usager where siren in (select value from {{each}}(:sirens::json))
-- part: pages
select siren, name, items from usager_page where siren in (select value from {{each}}(:sirens::json))
order by siren, name, page;

-- name: usagers_numbered
select siren, name, folded, city, state from usager
where siren {{binary}} > :after::text and siren {{binary}} < :end::text
order by siren {{binary}} limit :limit::int;

-- name: usagers_named
select siren, name, folded, city, state from usager
where (folded {{binary}}, siren {{binary}}) > (:after_name::text, :after_siren::text)
  and folded {{binary}} < :end::text
order by folded {{binary}}, siren {{binary}} limit :limit::int;

-- name: words_near
select distinct word from spelling where key in (select value from {{each}}(:keys::json)) limit 500;
