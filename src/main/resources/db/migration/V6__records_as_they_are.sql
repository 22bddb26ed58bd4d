-- Compressing the raw records took PostgreSQL a third of the time in which it stored a page; they are read seldom and
-- one at a time. The history of a created asset, of a few kilobytes, stays in its row.
alter table device
    alter column list_record set storage external,
    alter column detail_record set storage external,
    alter column list_record set statistics 0,
    alter column detail_record set statistics 0;
alter table asset_event alter column changes set statistics 0;
alter table asset_event set (toast_tuple_target = 8160);

-- The history outlives the runs it came from: deleting old runs need not touch it, and storing a page need not look
-- each of its rows up.
alter table asset_event drop constraint asset_event_run_id_fkey;
drop index asset_event_run;
