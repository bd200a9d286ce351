-- name: usager
select * from usager where siren = :siren;

-- name: search_usagers
select * from usager u
where (u.siren like :prefix::text or not exists (
    select 1 from {{each}}(:words::json) w where u.folded not like '%' || w.value || '%'))
  and (u.folded {{binary}}, u.siren {{binary}}) > (:name::text {{binary}}, :siren::text {{binary}})
order by u.folded {{binary}}, u.siren {{binary}}
limit :limit;

-- name: known_usagers
select count(*) as n from usager where siren in (select value from {{each}}(:sirens::json));
