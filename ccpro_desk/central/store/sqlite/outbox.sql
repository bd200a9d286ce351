-- name: claim
update outbox set claim = new_token(), claimed_until = :until, claims = claims + 1, claimed_by = :by
where reply_id in (
    select reply_id from outbox
    where state = 'open' and channel = :channel and ready_at <= :now
      and (claimed_until is null or claimed_until <= :now)
    order by ready_at, reply_id limit :limit)
returning *;

-- name: put_usagers
insert into usager (siren, name, folded, department, as_of, document)
select value ->> 'siren', value ->> 'name', value ->> 'folded', value ->> 'department', value ->> 'as_of',
    value -> 'document'
from json_each(:usagers) where true
on conflict (siren) do update set name = excluded.name, folded = excluded.folded,
    department = excluded.department, as_of = excluded.as_of, document = excluded.document;

-- name: claim_matters
update matter set claim = new_token(), claimed_until = :until, claimed_by = :by
where id in (
    select id from matter
    where kind = :kind and state = :state and is_open and due_at <= :now
      and (claimed_until is null or claimed_until <= :now)
    order by due_at, id limit :limit)
returning *;
