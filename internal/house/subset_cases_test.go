package house

import "testing"

// TestSubsetRules shows each rule what it must refuse and what it must let
// pass.
func TestSubsetRules(t *testing.T) {
	tests := []struct{ rule, text string }{
		{"words", "select a from t qualify row_number() over (order by a asc nulls last) = 1"},
		{"words", "select distinct on (a) a from t"},
		{"functions", "select * from generate_series(1, 3)"},
		{"functions", "select range(3)"},
		{"types", "select cast(a as hugeint) from t"},
		{"types", "select cast(a as timestamptz) from t"},
		{"types", "select cast(a as decimal(10, 2)) from t"},
		{"types", "select cast(a as struct(x integer)) from t"},
		{"words", "select cast(a as hugeint) from t"},
		{"words", "create type e as enum ('x')"},
		{"words", "select timestamptz '2026-01-01'"},
		{"words", "select timestamp '2026-01-01 00:00:00'"},
		{"functions", "select list(a) from t"},
		{"functions", "select list_sort(a), struct_pack(x := 1) from t"},
		{"functions", "select median(a) from t"},
		{"functions", "select quantile_cont(a, 0.5) from t"},
		{"functions", "select percentile_cont(0.5) within group (order by a asc nulls last) from t"},
		{"functions", "select approx_percentile(a, 0.5) from t"},
		{"functions", "select strftime(a, '%Y') from t"},
		{"functions", "select avg(a) from t"},
		{"functions", "select greatest(a, b) from t"},
		{"functions", "select datediff('day', a, b) from t"},
		{"functions", "select ifnull(a, b) from t"},
		{"order", "select a from t order by a"},
		{"order", "select a from t order by a desc, b asc nulls last"},
		{"order", "select a from t order by a nulls first"},
		{"order", "select row_number() over (partition by a order by b) from t"},
		{"order", "select row_number() over (order by case when a then 0 else 1 end desc, b desc nulls last) from t"},
		{"order", "select min(a) over (order by b desc rows between unbounded preceding and 1 preceding) from t"},
		{"order", "select sum(a) over (order by coalesce(a, b) asc rows 2 preceding) from t"},
		{"sums", "select sum(a) from t"},
		{"sums", "select coalesce(sum(a), 0) from t"},
		{"sums", "select cast(sum(a) as double) from t"},
		{"sums", "select cast(1 + sum(a) as bigint) from t"},
		{"division", "select a / b from t"},
		{"division", "select a / nullif(b, 0) from t"},
		{"division", "select cast(a as double) / b from t"},
		{"signs", "select a::date from t"},
		{"signs", "select a // b from t"},
		{"signs", "select a[1] from t"},
		{"signs", "select {'x': 1}"},
		{"signs", "select list_transform(a, x -> x + 1) from t"},
		{"signs", "select 1;"},
		{"words", "select * exclude (a) from t"},
		{"words", "select * replace (a as b) from t"},
		{"words", "select columns('a') from t"},
		{"words", "select * from t asof join u on t.a >= u.a"},
		{"words", "pivot t on a"},
		{"words", "select * from t unpivot (a for b in (c))"},
		{"words", "select a, count(*) from t group by all"},
		{"words", "select sum(a) over (order by b asc nulls last range between 1 preceding and current row) from t"},
		{"words", "select distinct on (a) a from t inner join u on t.a is not distinct from u.a"},
		{"words", "select min(a) over (order by b asc nulls last rows 1 preceding exclude ties) from t"},
		{"words", "select a from t where a ilike 'x'"},
		{"dates", "select due_on + 10 from t"},
		{"dates", "select t.due_on + days from t"},
		{"dates", "select as_of - due_on from t"},
		{"dates", "select 10 + t.due_on from t"},
		{"dates", "select cast(a as date) + 1 from t"},
		{"dates", "select valid_to - 1 as last_day, interval '1' day from t"},
		{"intervals", "select interval 1 day"},
		{"intervals", "select interval '1 day'"},
		{"intervals", "select interval '3' quarter"},
		{"rollup", "select a from t group by rollup (a || b)"},
		{"rollup", "select a from t group by grouping sets ((t.a), (b))"},
		{"statement", "from t select a"},
		{"statement", "create table x as select 1"},
		{"commas", "select a, from t"},
		{"commas", "select a from t where a in (1, 2,)"},
	}
	for _, test := range tests {
		if bad := subset[test.rule](lex(test.text)); len(bad) == 0 {
			t.Errorf("%s lets pass %q", test.rule, test.text)
		}
	}
	for _, text := range []string{
		"select cast(coalesce(sum(a) filter (where b), 0) as bigint) from t",
		"select cast(a as double) / nullif(b, 0) as rate from t",
		"select cast(p + months * interval '1' month + days * interval '1' day as date), due_on from t",
		"select cast(window_end - interval '1' day as date) from t",
		"select date_diff('day', first_day, last_day) + 1 from t",
		"select raised_on + case when a then 1 else 2 end * interval '1' day from t",
		"select row_number() over (partition by a order by b desc nulls last, c asc nulls last) as n from t",
		"select sum_of, last, 'QUALIFY :: a / b' as \"range\" from t -- sum(a) / b",
		"select a, count(*) filter (where b in ('x')) from t group by grouping sets ((a), (a, c))",
		"select distinct a.x from a inner join b on a.x is not distinct from b.x and a.y is distinct from b.y",
		"select min(a) over (partition by b order by c desc nulls last rows between unbounded preceding and 1 preceding) as d from t",
		"with x as (select 1 as a) select x.*, extract(year from held_on) * 4 + extract(quarter from held_on) from x",
	} {
		for name, rule := range subset {
			for _, o := range rule(lex(text)) {
				t.Errorf("rule %s refuses %q: %s", name, text, o.what)
			}
		}
	}
}
