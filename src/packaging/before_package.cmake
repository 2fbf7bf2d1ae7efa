# Run by cpack on the files of a package. Debian wants manual page and changelog compressed, without a
# time stamp, and has a folder of its own for zsh.
if(CPACK_GENERATOR STREQUAL "DEB")
    set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/program${CPACK_PACKAGING_INSTALL_PREFIX}/share)
    execute_process(
        COMMAND gzip -9n ${share}/man/man1/brcheck.1 ${share}/doc/brcheck/changelog
        COMMAND_ERROR_IS_FATAL ANY)
    file(RENAME ${share}/zsh/site-functions ${share}/zsh/vendor-completions)
endif()
