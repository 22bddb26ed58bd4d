-- Runs that people start in the console; past alerts, dead letters and imports are paged through.
alter table run drop constraint run_trigger_check;
alter table run add constraint run_trigger_check
    check (trigger in ('schedule', 'api', 'jmx', 'enabled', 'webhook', 'outbox', 'console'));

create index dead_letter_open_newest on dead_letter (id desc) where closed_at is null;
