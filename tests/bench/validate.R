# The same rows and rules with R's validate and errorlocate, where they are installed: rows a second.
table <- read.csv(commandArgs(TRUE)[1])
installed <- vapply(c("validate", "errorlocate"), requireNamespace, logical(1), quietly = TRUE)
for (package in names(installed)[!installed]) cat("  R's", package, "is not installed\n")
if (installed[["validate"]]) {
  rules <- validate::validator(
    abs(c - a - b) <= 0.15, abs(f - d - e) <= 0.15, abs(g - c + f) <= 0.15,
    abs(j - g - h - i) <= 0.2, abs(k - j + h) <= 0.15)
  seconds <- system.time(validate::confront(table, rules))[["elapsed"]]
  cat(sprintf("  R's validate, in memory: %.0f\n", nrow(table) / seconds))
  if (installed[["errorlocate"]]) {
    some <- head(table, 200)
    seconds <- system.time(errorlocate::locate_errors(some, rules))[["elapsed"]]
    cat(sprintf("  R's errorlocate, in memory: %.0f\n", nrow(some) / seconds))
  }
}
