-- Runs that read only a part of a source's list, what is counted apart, and the address that a source sends events to.

alter table run
    add column scope           text     not null default '',
    add column pages_complete  boolean  not null default false,
    add column kinds           jsonb    not null default '{}';
comment on column run.scope is 'what of the list is read: blank: all; "since <moment>"; "only <ids>"';
comment on column run.scan_complete is 'every page of the whole list is stored: never true of a run with a scope';
comment on column run.pages_complete is 'every page that the run wanted is stored';
comment on column run.kinds is 'the source''s list → devices seen in it, where the source has several';
update run set pages_complete = scan_complete;

alter table run drop constraint run_trigger_check;
alter table run add constraint run_trigger_check check (trigger in ('schedule', 'api', 'jmx', 'enabled', 'webhook'));
create unique index run_one_queued_webhook on run (connection_id) where state = 'queued' and kind = 'webhook';

alter table connection add column webhook_hash bytea;
comment on column connection.webhook_hash is 'SHA-256 of the secret in the address that the source sends events to; empty: it may send none';
