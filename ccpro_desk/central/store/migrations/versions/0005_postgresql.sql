-- dispatch: until when an agent who let it go is not offered it again, by agent; the motif of what all may take
alter table contact add column let_go jsonb;
alter table contact add column motif text;
update contact set motif = cold -> 'urgency' ->> 'motif'
where state = 'waiting' and skill not like '%:%' and skill <> 'assistance';
create index contact_let_go on contact (pool, rank) where state = 'waiting' and let_go is not null;
create index contact_motif on contact (pool, channel, motif, rank, received_at, id)
    where state = 'waiting' and bound_to is null and motif is not null;
