-- A link ends with the account that confirmed it: it counts only while the configuration lists that account for that person. Which one
-- confirmed a link of before was not kept, and somebody else may go by the name of that person today. So those links give nothing any more;
-- whoever asks from such an account is told so, and links it again with /link.
alter table account_links add column confirmed_by text;
