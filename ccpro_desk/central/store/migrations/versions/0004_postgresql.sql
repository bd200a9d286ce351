-- where the agent was: contact, pane and caret, for the next sign-in; what help is asked for
alter table account add column place text;
alter table renfort add column subject text not null default '';
