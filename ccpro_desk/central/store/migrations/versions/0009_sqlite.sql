-- replies: the scripted answers that each was made of, in their version
alter table message add column answers text;
