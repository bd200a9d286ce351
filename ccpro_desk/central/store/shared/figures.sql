-- name: waiting_figures
select pool, channel, skill, count(*) as waiting, min(received_at) as oldest_at,
    sum(case when due_at < :now::timestamptz then 1 else 0 end) as late
from (select pool, channel, skill, received_at, due_at from contact where state = 'waiting'
      order by received_at, id limit :limit) as oldest
group by pool, channel, skill;
