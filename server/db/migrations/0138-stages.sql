-- Operational stages: what each asks for, and when each was in force and why.
create table stage_setup (              -- versions; the newest is in force
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  by_account integer references account, -- null: delivered with the product, our own default
  stages jsonb not null                  -- [{no, name{vi,en}, meaning{vi,en}, checklist[{id,vi,en}], playlist, ladder}] of 1 to 5
);
create trigger stage_setup_append_only before update or delete on stage_setup for each row execute function forbid_change();
insert into stage_setup (stages) values ('[
 {"no":1,"name":{"vi":"Bình thường","en":"Normal"},"meaning":{"vi":"Trực theo lịch, không có tình huống bất thường.","en":"The watch as planned, nothing unusual."},"playlist":null,"ladder":null,"checklist":[]},
 {"no":2,"name":{"vi":"Theo dõi tăng cường","en":"Heightened watch"},"meaning":{"vi":"Có dấu hiệu bất thường, cần theo dõi sát hơn.","en":"Something unusual shows; it is watched more closely."},"playlist":null,"ladder":null,"checklist":[
  {"id":"inform","vi":"Báo lãnh đạo trực và các vị trí trong ca","en":"Inform the leader on duty and every position"},
  {"id":"sources","vi":"Rà soát nguồn số liệu của lĩnh vực liên quan","en":"Check the sources of the sector concerned"},
  {"id":"screens","vi":"Đưa số liệu liên quan lên màn hình","en":"Put the numbers concerned on the wall"}]},
 {"no":3,"name":{"vi":"Sẵn sàng ứng phó","en":"Ready to respond"},"meaning":{"vi":"Tình huống có thể xảy ra, các lực lượng sẵn sàng.","en":"An event is likely; everybody stands ready."},"playlist":null,"ladder":null,"checklist":[
  {"id":"positions","vi":"Đủ người ở mọi vị trí, gọi bổ sung nếu thiếu","en":"Every position staffed; call in who is missing"},
  {"id":"bridge","vi":"Kiểm tra cầu truyền hình với các địa phương liên quan","en":"Test the video bridge with the provinces concerned"},
  {"id":"contacts","vi":"Xác nhận đầu mối của bộ, ngành, địa phương","en":"Confirm the contacts at ministries and provinces"},
  {"id":"briefing","vi":"Chuẩn bị báo cáo nhanh cho lãnh đạo","en":"Prepare a short report for the leadership"}]},
 {"no":4,"name":{"vi":"Ứng phó","en":"Response"},"meaning":{"vi":"Tình huống đang xảy ra, chỉ đạo ứng phó.","en":"The event is under way and response is directed."},"playlist":null,"ladder":null,"checklist":[
  {"id":"session","vi":"Mở phiên họp trực tuyến với nơi xảy ra tình huống","en":"Open a session with where it happens"},
  {"id":"directives","vi":"Ghi và theo dõi từng nhiệm vụ đã giao","en":"Record and follow every directive given"},
  {"id":"reports","vi":"Báo cáo lãnh đạo theo giờ đã định","en":"Report to the leadership at the hours agreed"},
  {"id":"log","vi":"Ghi sổ trực mọi quyết định","en":"Write every decision in the shift log"}]},
 {"no":5,"name":{"vi":"Khẩn cấp","en":"Emergency"},"meaning":{"vi":"Tình huống nghiêm trọng cấp quốc gia, toàn hệ thống ưu tiên cho ứng phó.","en":"A grave national event; the whole system serves the response."},"playlist":null,"ladder":null,"checklist":[
  {"id":"leaders","vi":"Lãnh đạo có mặt hoặc vào phiên họp","en":"The leadership is here or in session"},
  {"id":"all","vi":"Kết nối mọi địa phương, bộ, ngành liên quan","en":"Every province and ministry concerned is connected"},
  {"id":"walls","vi":"Mọi màn hình theo kịch bản khẩn cấp","en":"Every screen on the emergency plan"},
  {"id":"relief","vi":"Bố trí ca thay, bảo đảm nghỉ luân phiên","en":"Arrange relief so that people rest in turn"}]}
]');
create table stage_step (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  account_id integer references account, -- null: the first, of the product
  kind text not null check (kind in ('changed', 'ticked', 'unticked')),
  no integer not null check (no between 1 and 5),
  cause text not null,
  item text
);
create index stage_step_changed on stage_step (id) where kind = 'changed';
create trigger stage_step_append_only before update or delete on stage_step for each row execute function forbid_change();
insert into stage_step (kind, no, cause) values ('changed', 1, 'Mặc định ban đầu của hệ thống');
