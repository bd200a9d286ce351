drop index contact_siren;
create index contact_siren on contact (siren, received_at, id) where siren is not null;
