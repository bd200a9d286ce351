-- name: position
-- part: marks
select name, value from meta
-- part: last
select 0 as xid, seq from event order by seq desc limit 1;

-- name: events_after
-- part: marks
select name, value from meta
-- part: events
select e.*, 0 as xid from event e where e.seq > :seq order by e.seq limit :limit

-- name: unsettled
select 1 as one where false;

-- name: forget_events
-- part: gone
delete from event where seq in (select seq from event where at < :before order by seq limit 1000)
-- part: floor
insert into meta (name, value)
select 'floor', '0-' || (coalesce((select min(seq) from event),
    (select seq + 1 from sqlite_sequence where name = 'event'), 1) - 1) where true
on conflict (name) do update set value = excluded.value
-- part: left
select seq from event where at < :before limit 1

-- name: is_made
select count(*) as n from sqlite_master where name = 'alembic_version';
