-- fragment: life
coalesce((select value::int from meta where name = 'life'), 0)

-- name: audit_after
select a.life, a.xid::text::bigint as xid, a.seq, a.id, a.at, a.actor, a.action, a.object, a.digest from audit a
where (a.life, a.xid, a.seq) > (:life::int, :xid::text::xid8, :seq::bigint)
  and (a.life < coalesce((select value::int from meta where name = 'life'), 0)
    or a.xid < pg_snapshot_xmin(pg_current_snapshot()))
order by a.life, a.xid, a.seq limit :limit::int;

-- name: audit_span
select x.life, x.xid::text::bigint as xid, x.seq, x.id, x.at, x.actor, x.action, x.object, x.digest, x.hash from (
    (select life, xid, seq, id, at, actor, action, object, digest, null as hash from audit
     where (life, xid, seq) > (:life::int, :xid::text::xid8, :seq::bigint)
     order by life, xid, seq limit :limit::int)
    union all
    (select life, xid, seq, id, null, null, null, null, null, hash from audit_gone
     where (life, xid, seq) > (:life::int, :xid::text::xid8, :seq::bigint)
     order by life, xid, seq limit :limit::int)) x
order by x.life, x.xid, x.seq limit :limit::int;

-- fragment: late_drafts
c.cold -> 'late_drafts' <> '[]'

-- name: bury
with g as materialized (select * from jsonb_to_recordset(:gone::jsonb) as g(id uuid, hash text)),
dead as (delete from audit a using g where a.id = g.id returning a.id, a.life, a.xid, a.seq, g.hash),
detail as (delete from audit_detail d using g where d.id = g.id),
left_over as (
    insert into audit_gone (id, life, xid, seq, hash, receipt)
    select id, life, xid, seq, hash, :receipt::uuid from dead),
receipt as (insert into purge_receipt (id, detail) values (:receipt::uuid, :detail::text)),
told as (insert into audit_detail (id, detail) values (:receipt::uuid, :detail::text))
insert into audit (id, at, actor, action, object, digest)
values (:receipt::uuid, :at::timestamptz, null, 'purge', :object::text, :digest::text);

-- name: purge_contacts
with old as materialized (
    select c.id from contact c where c.state = 'closed' and c.received_at < :before::timestamptz
      and not exists (select 1 from message m where m.contact_id = c.id and m.at >= :before::timestamptz)
      and not exists (select 1 from event e where e.contact_id = c.id)
      and not exists (select 1 from message m join outbox o on o.reply_id = m.id
                      where m.contact_id = c.id and o.state = 'open')
      and not exists (select 1 from matter m where m.contact_id = c.id and m.is_open)
    order by c.received_at, c.id limit :limit::int for update of c skip locked),
w_step as (delete from matter_step x using matter m, old where m.contact_id = old.id and x.matter_id = m.id),
w_seat as (delete from seat x using matter m, old where m.contact_id = old.id and x.matter_id = m.id),
w_matter as (delete from matter x using old where x.contact_id = old.id),
w_outbox as (delete from outbox x using message m, old where m.contact_id = old.id and x.reply_id = m.id),
w_message as (delete from message x using old where x.contact_id = old.id),
w_attachment as (delete from attachment x using old where x.contact_id = old.id),
w_intake as (delete from intake x using old where x.contact_id = old.id),
w_next as (delete from next_result x using old where x.contact_id = old.id),
w_mark as (delete from mark x using old where x.contact_id = old.id),
w_refs as (delete from thread_ref x using old where x.contact_id = old.id)
delete from contact x using old where x.id = old.id returning x.id;

-- name: purge_drafts
update contact t set draft = null, cold = jsonb_set(t.cold, '{late_drafts}', '[]')
where t.id in (
    select c.id from contact c where c.state = 'closed' and c.received_at < :before::timestamptz
      and (c.draft is not null or {{late_drafts}})
      and not exists (select 1 from message m where m.contact_id = c.id and m.at >= :before::timestamptz)
      and not exists (select 1 from jsonb_array_elements(c.cold -> 'late_drafts') d
                      where (d.value ->> 'at')::timestamptz >= :before::timestamptz)
    order by c.received_at, c.id limit :limit::int for update of c skip locked)
returning t.id;

-- name: purge_event
with gone as (
    delete from event where seq in (
        select seq from event where at < :before::timestamptz order by xid, seq limit :limit::int)
    returning xid, seq),
last as (select xid, seq from gone order by xid desc, seq desc limit 1),
floor as (
    insert into meta (name, value) select 'floor', last.xid::text || '-' || last.seq from last
    on conflict (name) do update set value = excluded.value)
select seq from gone;

-- name: restored
with e as (
    insert into meta (name, value) values ('epoch', :epoch::text), ('restored', :at::text),
        ('life', ({{life}} + 1)::text)
    on conflict (name) do update set value = excluded.value),
f as (delete from meta where name = 'floor'),
l as (update contact set lease_expires = greatest(lease_expires, :until::timestamptz)
      where lease_expires is not null),
c as (update outbox set claimed_until = :now::timestamptz where state = 'open' and claimed_until is not null),
m as (update matter set claimed_until = :now::timestamptz where is_open and claimed_until is not null)
delete from event;

-- name: next_life
do $$ begin
    execute format('alter table audit alter column life set default %s',
        (select value from meta where name = 'life'));
end $$;
