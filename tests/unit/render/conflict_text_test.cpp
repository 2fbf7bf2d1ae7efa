#include "brcheck/base/utf8.hpp"
#include "brcheck/render/explanations.hpp"
#include "unit/render/conflict_samples.hpp"

#include <string>

using namespace brcheck;

namespace {

RenderOptions quiet_of(std::size_t width, bool ascii = false) {
    RenderOptions options;
    options.width_columns = width;
    options.ascii = ascii;
    options.quiet = true;
    return options;
}

std::string text_of(const ConflictSample& sample, std::size_t width, bool ascii = false) {
    return render_sample("text", sample.sample(), quiet_of(width, ascii));
}

std::string why(const ConflictSample& sample, std::string_view id) {
    return render_why(sample.report(), sample.sample().result, id, quiet_of(64));
}

bool has(const std::string& text, const std::string& piece) {
    return text.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("a single relation with a slip shows the slip, all that fits and where to look") {
    CHECK(text_of(swapped_digits_sample(), 64) ==
          R"text(data/sample.json  Belt and Road trade in 2025

✗ error  share_rose: the share further increased           BR105
  data/sample.json:10:29
  partner_share_2025 is 15.85 to 15.95 %, but must be more than
  partner_share_2024, which is over 50 %: 34.05 pp apart

    10 | …lds": "partner_share_2025 > partner_share_2024", "lab…
       |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    partner_share_2025   15.85 to 15.95 %
      "15.9 percent"  line 5
    partner_share_2024   over 50 %
      "surpassed 50 percent"  line 6

    partner_share_2025   ├┤                     15.85 to 15.95 %
    partner_share_2024                   (──▶   over 50 %

  fits if  partner_share_2025 is 51.9 percent (printed
           15.9 percent: two digits swapped, BR502) or
           55.9 percent (one wrong digit, BR503); all that fits:
           at least 50 %
  look at  partner_share_2025 in the source: it is wrong, or the
           relation is
  why      brcheck why data/sample.json share_rose

✗ inconsistent: 1 of 2 relations fails, 1 holds
  3 of 3 figures are checked
)text");
}

TEST_CASE("several figures that may be wrong are listed, and the report cannot tell which") {
    CHECK(text_of(several_candidates_sample(), 64) ==
          R"text(data/sample.json  Exports by region

✗ error  regions                                           BR102
  data/sample.json:11:16
  total is 6,309.5 to 6,310.5 t, but north + south adds up to
  6,129 to 6,131 t: 178.5 t apart

    11 |     "regions": "total = north + south"
       |                ^^^^^^^^^^^^^^^^^^^^^^^

    total           6,309.5 to 6,310.5 t
      "6,310 tonnes"  line 8
    north + south   6,129 to 6,131 t
      north         3,999.5 to 4,000.5 t
        "4,000 tonnes"  line 5
      south         2,129.5 to 2,130.5 t
        "2,130 tonnes"  line 6

    total                              ├┤   6,309.5 to 6,310.5 t
    north + south   ├┤                      6,129 to 6,131 t

  fits if  south is 2,310 tonnes, the value of south_last_year
           (printed 2,130 tonnes: two digits swapped, BR502);
           all that fits: 2,309 to 2,311 t
  or if    total lies from 6,129 to 6,131 t: for example
           6,130 tonnes instead of 6,310 tonnes
  or if    north is rounded to thousands (printed 4,000 tonnes:
           say "rounded_to": "1000"); all that fits:
           4,179 to 4,181 t
  look at  south, total and north in the source: the report
           alone cannot tell which is wrong, or whether the
           relation is
  why      brcheck why data/sample.json regions

✗ inconsistent: 1 of 1 relation fails
  4 of 4 figures are checked
)text");
}

TEST_CASE("where no single figure would do, the smallest sets are listed") {
    CHECK(text_of(sets_sample(), 48) ==
          R"text(data/sample.json

✗ error  sum_1                             BR101
  data/sample.json:16:14
  a1 is 10.5 to 11.5 t, but total is
  99.5 to 100.5 t: 88 t apart

    16 |     "sum_1": "a1 = total",
       |              ^^^^^^^^^^^^

    a1      10.5 to 11.5 t    "11 t"  line 5
    total   99.5 to 100.5 t   "100 t"  line 4

    a1      ├┤                   10.5 to 11.5 t
    total                   ├┤   99.5 to 100.5 t

  also broken, with figures in common
    sum_2: 88 t apart
    sum_3: 88 t apart
    sum_4: 88 t apart
    sum_5: 88 t apart
    sum_6: 88 t apart
    ... and 2 more

  no single figure explains it; smallest
  changes:
  fits if  total is 10 t (printed 100 t: off by
           a power of ten, BR501), and a8 lies
           from 9.5 to 10.5 t: for example 10 t
           instead of 18 t; such values need not
           fit together
  or if    total is 10 t (printed 100 t: off by
           a power of ten, BR501), a7 lies from
           9.5 to 10.5 t (printed 17 t), and a9
           is at most 10 t: for example 10 t
           instead of 19 t; such values need not
           fit together
           there may be more: the work limit was
           reached
  look at  total, a8, a7 and a9 in the source:
           the report alone cannot tell which
           are wrong, or whether a relation is
  why      brcheck why data/sample.json sum_1

more conflicts may exist: the work limit was
reached

✗ inconsistent: 7 of 9 relations fail, 2 more
  hold alone but not together
  10 of 10 figures are checked
)text");
}

TEST_CASE("a joint conflict shows its statements, what is printed, the steps and the picture") {
    CHECK(text_of(joint_sample(), 48, true) ==
          R"text(data/sample.json  Two ways to the same unknown

x error  sold, share and rise              BR301
  data/sample.json:13:24
  these 3 statements cannot all be true; leave
  out any one and the rest can

    sold    total = domestic + exported
      line 12   sold at home and abroad
    share   home_share = share(domestic, total)
      line 13   the share sold at home
    rise    total > total_2024
      line 14

    what is printed
    exported     39.95 to 40.05 t
      "40.0 tonnes"  line 6
    total        99.95 to 100.05 t
      "100.0 tonnes"  line 7
    total_2024   94.95 to 95.05 t
      "95.0 tonnes"  line 8
    home_share   64.95 to 65.05 %
      "65.0 %"  line 9

    how they clash, step by step
     1  sold: total = domestic + exported, so
        domestic is 59.9 to 60.1 t
     2  share: home_share = share(domestic,
        total) cannot hold any more

    so home_share can only be 64.95 to 65.05 %,
    while share(domestic, total) can only be
    59.87 to 60.13 %: 4.82 pp apart

    home_share                                []
    share(domestic, total)   []

  fits if  home_share lies from
           59.87 to 60.13 %: for example 60.0 %
           instead of 65.0 %
  or if    exported lies from 34.8 to 35.2 t:
           for example 35.0 tonnes instead of
           40.0 tonnes
  look at  home_share and exported in the
           source: the report alone cannot tell
           which is wrong, or whether a relation
           is
  why      brcheck why data/sample.json share

x inconsistent: 3 of 3 relations hold alone but
  not together
  4 of 4 figures are checked
)text");
}

TEST_CASE("where no change of figures helps, the statements are named") {
    CHECK(text_of(unmended_sample(), 64) ==
          R"text(data/sample.json  Two ways to the same unknown

✗ error  sold, share and rise                              BR301
  data/sample.json:13:24
  these 3 statements cannot all be true; leave out any one and
  the rest can

    sold    total = domestic + exported
      line 12   sold at home and abroad
    share   home_share = share(domestic, total)
      line 13   the share sold at home
    rise    total > total_2024
      line 14

    what is printed
    exported     39.95 to 40.05 t    "40.0 tonnes"  line 6
    total        99.95 to 100.05 t   "100.0 tonnes"  line 7
    total_2024   94.95 to 95.05 t    "95.0 tonnes"  line 8
    home_share   64.95 to 65.05 %    "65.0 %"  line 9

  no change of a figure helps: one of sold, share and rise is
  not what the report means
  why      brcheck why data/sample.json share

✗ inconsistent: 3 of 3 relations hold alone but not together
  4 of 4 figures are checked
)text");
}

TEST_CASE("a group of many conflicts is one finding that lists some of the others") {
    ConflictSample sample = table_sample();
    sample.group().repairs = {
        {{sample.change("total", "11.5 t", "18 t", {plainly("15 t")})}}};
    CHECK(text_of(sample, 64) ==
          R"text(data/sample.json

✗ error  sum_1                                             BR101
  data/sample.json:16:14
  a1 is 10.5 to 11.5 t, but total is 99.5 to 100.5 t: 88 t apart

    16 |     "sum_1": "a1 = total",
       |              ^^^^^^^^^^^^

    a1      10.5 to 11.5 t    "11 t"  line 5
    total   99.5 to 100.5 t   "100 t"  line 4

    a1      ├┤                                   10.5 to 11.5 t
    total                                   ├┤   99.5 to 100.5 t

  also broken by the same figure
    sum_2: 88 t apart
    sum_3: 88 t apart
    sum_4: 88 t apart
    sum_5: 88 t apart
    sum_6: 88 t apart
    ... and 2 more

  fits if  total lies from 11.5 to 18 t: for example 15 t
           instead of 100 t
  look at  total in the source: it is wrong, or a relation is
  why      brcheck why data/sample.json sum_1

✗ inconsistent: 7 of 9 relations fail, 2 more hold alone but not
  together
  10 of 10 figures are checked
)text");
}

TEST_CASE("a statement that counts as fixed may be what is wrong") {
    ConflictSample sample = unmended_sample();
    sample.fix("total");
    sample.fix("exported");
    CHECK(has(text_of(sample, 100),
              "  no change of a figure helps: one of sold, share and rise is not what the report "
              "means, or what\n  counts as fixed is wrong: exported and total\n"));
}

TEST_CASE("one relation that no figure mends is named") {
    ConflictSample sample = swapped_digits_sample();
    sample.group().repairs.clear();
    CHECK(has(text_of(sample, 100),
              "  no change of a figure helps: share_rose, or a relation between the same figures, is "
              "not what the\n  report means\n"));
    sample.group().repairs_complete = false;
    CHECK(has(text_of(sample, 100), "  no change of figures that would mend it was found before "
                                    "the work limit was reached\n"));
}

TEST_CASE("no more than six repairs are listed") {
    ConflictSample sample = table_sample();
    for (const char* id : {"a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8"})
        sample.group().repairs.push_back({{sample.change(id, "99 t", "101 t", {})}});
    const std::string out = text_of(sample, 100);
    CHECK(has(out, "  fits if  a1 lies from 99 to 101 t (printed 11 t)\n"));
    CHECK(has(out, "  or if    a6 lies from 99 to 101 t (printed 16 t)\n           ... and 2 more\n"));
    CHECK(has(out, "  look at  a1, a2, a3, a4, a5, a6 and 2 more in the source: "));
}

TEST_CASE("a clash that no chain of steps shows refers to its proof") {
    ConflictSample sample = unmended_sample();
    sample.result().conflicts.front().refutation.steps.emplace_back();
    CHECK(has(text_of(sample, 100),
              "    no chain of single steps shows it; the proof is in the output of -f json\n"));
}

TEST_CASE("conflicts of every shape keep the width") {
    for (const std::size_t width : {40u, 48u, 64u, 80u, 100u})
        for (const ConflictSample& sample :
             {swapped_digits_sample(), several_candidates_sample(), joint_sample(), table_sample(),
              sets_sample(), unmended_sample()}) {
            std::string out = text_of(sample, width);
            for (const char* id : {"total", "sum_3", "rise", "partner_share_2025"})
                out += render_why(sample.report(), sample.sample().result, id, quiet_of(width));
            for (std::size_t begin = 0; begin < out.size();) {
                const std::size_t end = out.find('\n', begin);
                const std::string line = out.substr(begin, end - begin);
                CAPTURE(width, line);
                CHECK(display_width(line) <= width);
                CHECK_FALSE(line.ends_with(' '));
                begin = end + 1;
            }
        }
}

TEST_CASE("why shows the conflict of a relation that holds alone, and what mends it") {
    CHECK(why(joint_sample(), "rise") ==
          R"text(rise

  says      total > total_2024
  status    holds alone, but not together with others

  these 3 statements cannot all be true; leave out any one and
  the rest can

    sold    total = domestic + exported
      line 12   sold at home and abroad
    share   home_share = share(domestic, total)
      line 13   the share sold at home
    rise    total > total_2024
      line 14

    what is printed
    exported     39.95 to 40.05 t    "40.0 tonnes"  line 6
    total        99.95 to 100.05 t   "100.0 tonnes"  line 7
    total_2024   94.95 to 95.05 t    "95.0 tonnes"  line 8
    home_share   64.95 to 65.05 %    "65.0 %"  line 9

  fits if  home_share lies from 59.87 to 60.13 %: for example
           60.0 % instead of 65.0 %
  or if    exported lies from 34.8 to 35.2 t: for example
           35.0 tonnes instead of 40.0 tonnes
  look at  home_share and exported in the source: the report
           alone cannot tell which is wrong, or whether a
           relation is

  total        99.95 to 100.05 t   printed numbers: 100 t
  total_2024   94.95 to 95.05 t    printed numbers: 95 t

  total                                   ├┤   99.95 to 100.05 t
  total_2024   ├┤                              94.95 to 95.05 t

  what the sides rest on
    total        99.95 to 100.05 t   "100.0 tonnes"  line 7
    total_2024   94.95 to 95.05 t    "95.0 tonnes"  line 8
)text");
}

TEST_CASE("why shows a relation of a group whose finding is about another") {
    const std::string out = why(sets_sample(), "sum_3");
    CHECK(has(out, "  ✗ error  a3 is 12.5 to 13.5 t, but total is 99.5 to 100.5 t:\n"
                   "    88 t apart\n"));
    CHECK(has(out, "  also broken, with figures in common\n    sum_1: 88 t apart\n"));
    CHECK(has(out, "  no single figure explains it; smallest changes:\n  fits if  total is 10 t"));
}

TEST_CASE("why shows the conflicts of a figure, and what it would have to be") {
    const std::string out = why(joint_sample(), "exported");
    CHECK(has(out, "  what it conflicts with\n    sold, share and rise together\n"));
    CHECK(has(out, "  fits if  exported lies from 34.8 to 35.2 t: for example\n"
                   "           35.0 tonnes instead of 40.0 tonnes\n"));
    // No change of this one alone mends anything.
    const std::string other = why(joint_sample(), "total_2024");
    CHECK(has(other, "sold, share and rise together"));
    CHECK_FALSE(has(other, "fits if"));
}

TEST_CASE("why shows values that make a report true, and marks what is shortened") {
    ConflictSample sample(report_json(R"("a": "12 %", "b": {"unit": "%"}, "c": {"unit": "yuan"})",
                                      "", R"("r": "b = a", "s": "c > b * 1 yuan")"));
    Witness witness;
    witness.values = {Rational(Integer(12), Integer(100)), Rational(Integer(1), Integer(8)),
                      Rational(Integer(1), Integer(3))};
    witness.enclosed.push_back(
        {1, {}, Interval::closed(Rational(Integer(11), Integer(100)), witness.values[0])});
    sample.result().witness = witness;
    CHECK(has(why(sample, "r"), "  the whole report is true if, for example\n"
                                "    a   = 12 %\n"
                                "    b   from 11 to 12 %\n"));
    const std::string out = why(sample, "s");
    CHECK(has(out, "    c   ~0.333333 CNY\n"));
    CHECK(has(out, "    ~ shortened here; -f json has the exact values\n"));
}
