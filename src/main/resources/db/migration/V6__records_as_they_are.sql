-- Raw records are read seldom and one at a time: compressing them takes longer than writing them. The history of a
-- created asset, of a few kilobytes, stays in its row.
alter table device
    alter column list_record set storage external,
    alter column detail_record set storage external,
    alter column list_record set statistics 0,
    alter column detail_record set statistics 0;
alter table asset_event alter column changes set statistics 0;
alter table asset_event set (toast_tuple_target = 8160);

-- The history outlives the runs and connections it came from. That nothing refers to a connection that is gone is seen
-- to where one is deleted (ConnectionAssets), which has to see to the claims anyway; looking each row up made every page
-- slower.
alter table asset_event
    drop constraint asset_event_run_id_fkey,
    drop constraint asset_event_connection_id_fkey;
drop index asset_event_run;
alter table asset
    drop constraint asset_connection_id_fkey,
    drop constraint asset_leader_id_fkey;
