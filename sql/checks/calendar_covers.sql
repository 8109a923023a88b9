-- check: calendar_covers
-- severity: warn
-- owner: 业务科
-- message: 日历中没有考核期所在年份的放假和调休，只按周末推算工作日
-- row: {year}年
select "year"
from ref_calendar_years
where not covered
