-- name: last_seal
select * from seal order by n desc limit 1;

-- name: seals_after
select * from seal where n > :n::bigint order by n limit :limit;

-- name: add_seal
insert into seal (n, at, first, last, count, marks, digest, previous)
select :n::bigint, :at::timestamptz, :first::text, :last::text, :count::integer, :marks::text, :digest::text,
    :previous::text
where not exists (select 1 from seal where n >= :n::bigint)
on conflict do nothing returning n;

-- name: audit_details
select a.id, a.digest, d.detail from audit a left join audit_detail d on d.id = a.id
where a.id in (select value::uuid from {{each}}(:ids::json));

-- name: receipts
select r.id, r.detail, a.digest from purge_receipt r left join audit a on a.id = r.id;

-- name: buried
select receipt, id from audit_gone;

-- name: audit_page
select a.id, a.at, a.actor, a.action, a.object, d.detail from audit a left join audit_detail d on d.id = a.id
where (:object::text is null or a.object = :object::text) and (:actor::text is null or a.actor = :actor::text)
  and a.at >= :since::timestamptz
order by a.at desc, a.seq desc limit :limit;

-- name: taken_by_others
select 1 as one from event
where contact_id = :contact_id::uuid and type = 'contact.assigned' and coalesce(actor, '') <> :agent::text limit 1;
