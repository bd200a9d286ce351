-- name: claim
with free as materialized (
    select reply_id from outbox
    where state = 'open' and channel = :channel::text and ready_at <= :now::timestamptz
      and (claimed_until is null or claimed_until <= :now::timestamptz)
    order by ready_at, reply_id limit :limit::int for update skip locked)
update outbox o set claim = gen_random_uuid(), claimed_until = :until::timestamptz, claims = o.claims + 1,
    claimed_by = :by::uuid
from free where o.reply_id = free.reply_id
returning o.*;

-- name: put_usagers
insert into usager (siren, name, folded, department, as_of, document)
select n.siren, n.name, n.folded, n.department, n.as_of, n.document
from jsonb_populate_recordset(null::usager, :usagers::jsonb) n
on conflict (siren) do update set name = excluded.name, folded = excluded.folded,
    department = excluded.department, as_of = excluded.as_of, document = excluded.document;

-- name: claim_matters
with free as materialized (
    select id from matter
    where kind = :kind::text and state = :state::text and is_open and due_at <= :now::timestamptz
      and (claimed_until is null or claimed_until <= :now::timestamptz)
    order by due_at, id limit :limit::int for update skip locked)
update matter m set claim = gen_random_uuid(), claimed_until = :until::timestamptz, claimed_by = :by::uuid
from free where m.id = free.id
returning m.*;
