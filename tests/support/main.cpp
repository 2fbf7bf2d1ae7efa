// Catch2 2.x has no library with a main; this object is it, compiled once.
#define CATCH_CONFIG_MAIN
#include "support/catch.hpp"
