-- name: meta
select name, value from meta;

-- name: set_meta
insert into meta (name, value) values (:name, :value)
on conflict (name) do update set value = excluded.value;

-- name: add_meta
insert into meta (name, value) values (:name, :value) on conflict (name) do nothing;

-- name: forget_results
delete from command_result where id in (
    select id from command_result where at < :before::timestamptz order by at limit 1000) returning id;

-- name: forget_next
delete from next_result where at < :before::timestamptz;

-- name: forget_sessions
delete from session where expires_at < :before::timestamptz;

-- name: revision
select version_num from alembic_version where version_num = :revision;
