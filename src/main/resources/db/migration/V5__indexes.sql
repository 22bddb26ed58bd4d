-- What refers to runs and devices: deleting a connection or old runs must not read whole tables for each of them.
create index asset_event_run on asset_event (run_id) where run_id is not null;
create index device_missed_run on device (missed_run) where missed_run is not null;
create index run_removal_device on run_removal (device_id);
create index dead_letter_run on dead_letter (run_id) where run_id is not null;
create index dead_letter_replay_run on dead_letter (replay_run) where replay_run is not null;
create index alert_run on alert (run_id) where run_id is not null;
