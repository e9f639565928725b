-- A handover in the middle of a shift closes its log up to that moment; the shift, and its log, go on.
alter table log_lock add column up_to bigint; -- the newest entry that it closed; null: the shift has ended
alter table log_lock drop constraint log_lock_shift_day_shift_no_position_id_key;
alter table log_lock add unique nulls not distinct (shift_day, shift_no, position_id, up_to);
