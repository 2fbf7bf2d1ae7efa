# What an installation has beside program and library: manual page, completions, pkg-config file.
# The program itself writes the first two, so a cross build without an emulator goes without them.
if(NOT CMAKE_CROSSCOMPILING OR CMAKE_CROSSCOMPILING_EMULATOR)
    set(written ${CMAKE_CURRENT_BINARY_DIR}/written)
    file(MAKE_DIRECTORY ${written})
    add_custom_command(
        OUTPUT ${written}/brcheck.1
        COMMAND brcheck_cli --man > ${written}/brcheck.1
        DEPENDS brcheck_cli)
    install(FILES ${written}/brcheck.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
    set(pages ${written}/brcheck.1)
    foreach(shell_and_place
            "bash;bash-completion/completions/brcheck"
            "zsh;zsh/site-functions/_brcheck"
            "fish;fish/vendor_completions.d/brcheck.fish")
        list(GET shell_and_place 0 shell)
        list(GET shell_and_place 1 place)
        set(script ${written}/brcheck.${shell})
        add_custom_command(
            OUTPUT ${script}
            COMMAND brcheck_cli -f text=${script} completions ${shell}
            DEPENDS brcheck_cli)
        get_filename_component(folder ${place} DIRECTORY)
        get_filename_component(name ${place} NAME)
        install(FILES ${script} DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder} RENAME ${name}
            COMPONENT program)
        list(APPEND pages ${script})
    endforeach()
    add_custom_target(brcheck_written ALL DEPENDS ${pages})
endif()

if(NOT IS_ABSOLUTE ${CMAKE_INSTALL_LIBDIR})
    # Relative to the file, so that an installation may be moved.
    file(RELATIVE_PATH path_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
    configure_file(${CMAKE_CURRENT_LIST_DIR}/brcheck.pc.in brcheck.pc @ONLY)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/brcheck.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
endif()
