-- when a contact was closed: whoever closed it may take it again, and finds it by day
alter table contact add column closed_at integer;
update contact set closed_at = received_at where state = 'closed';
update contact set closed_at = e.at
from (select contact_id, max(at) as at from event where type = 'contact.closed' group by contact_id) e
where e.contact_id = contact.id and contact.state = 'closed';
create index contact_closed on contact (owner, closed_at) where closed_at is not null;
create index contact_referred on contact (owner) where state = 'referred';

-- what contacts of one sender, thread or text are found by: hashes, kept as long as they are looked for
create table mark (
    hash text not null,
    contact_id text not null,
    kind text not null,
    at integer not null,
    primary key (hash, contact_id)
) strict;
create index mark_contact on mark (contact_id);
create index mark_at on mark (at);
