# cpack makes brcheck_VERSION_ARCHITECTURE.deb, the program for Debian, and a .tar.gz with library and
# headers, too.
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_VENDOR "the brcheck authors")
# No address of a person or list is published yet; who packages for others sets their own.
set(BRCHECK_PACKAGE_CONTACT "the brcheck authors <authors@brcheck.invalid>" CACHE STRING
    "Maintainer named in the package")
set(CPACK_PACKAGE_CONTACT ${BRCHECK_PACKAGE_CONTACT})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "linter for the numbers in a report")
set(CPACK_PACKAGE_FILE_NAME brcheck-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME brcheck)
set(CPACK_DEBIAN_PROGRAM_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION
"brcheck recomputes the figures of a report, as printed, with exact
arithmetic that knows about rounding, and says which statements cannot
all be true, which figure is probably the wrong one, and what the
figures imply that the report never says.
.
It writes text, JSON, HTML, and the formats of GitHub, GitLab, Jenkins
and code-scanning services.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_CURRENT_LIST_DIR}/by_generator.cmake)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/before_package.cmake)
include(CPack)

install(FILES ${CMAKE_CURRENT_LIST_DIR}/copyright ${CMAKE_CURRENT_LIST_DIR}/changelog
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/brcheck COMPONENT program)
