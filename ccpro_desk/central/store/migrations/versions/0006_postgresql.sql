-- officers: the SIE that an account belongs to
alter table account add column office text not null default '';
