#include "render/fnv1a.hpp"

#include "support/catch.hpp"

TEST_CASE("digests are those of the published test vectors") {
    // draft-eastlake-fnv, appendix C.
    CHECK(brcheck::fnv1a_hex("") == "cbf29ce484222325");
    CHECK(brcheck::fnv1a_hex("a") == "af63dc4c8601ec8c");
    CHECK(brcheck::fnv1a_hex("foobar") == "85944171f73967e8");
}
