-- name: position
-- part: marks
select name, value from meta
-- part: last
select xid, seq from event where xid < pg_snapshot_xmin(pg_current_snapshot())
order by xid desc, seq desc limit 1;

-- name: events_after
-- part: marks
select name, value from meta
-- part: events
select e.* from event e
where (e.xid, e.seq) > (:xid::text::xid8, :seq::bigint) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
order by e.xid, e.seq limit :limit::int

-- name: unsettled
select 1 as one from (select xid from event order by xid desc, seq desc limit 1) e
where xid >= pg_snapshot_xmin(pg_current_snapshot());

-- name: forget_events
with gone as (
    delete from event where seq in (
        select seq from event where at < :before::timestamptz order by xid, seq limit 1000)
    returning xid, seq),
last as (select xid, seq from gone order by xid desc, seq desc limit 1),
floor as (
    insert into meta (name, value) select 'floor', last.xid::text || '-' || last.seq from last
    on conflict (name) do update set value = excluded.value)
select seq from last;

-- name: is_made
select count(*) as n from pg_tables where tablename = 'alembic_version' and schemaname = any(current_schemas(false));
