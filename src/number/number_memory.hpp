/// What long numbers do when the memory runs out.
#pragma once

namespace brcheck {

/// From now on, in the whole process, GMP throws std::bad_alloc as everything else does, where by
/// itself it ends the program (GMP manual, "Custom Allocation"). For a program to ask, never for the
/// library: others may use GMP beside it. What an operation was at work on then is lost. To be
/// called before any number is made.
void let_long_numbers_throw_bad_alloc();

}  // namespace brcheck
