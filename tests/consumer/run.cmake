# Installs the build into a fresh folder and builds and runs the consumer against it, with
# find_package and with pkg-config.
set(prefix ${BUILD}/consumer/prefix)
file(REMOVE_RECURSE ${BUILD}/consumer)
if(SANITIZE)
    string(APPEND FLAGS " -fsanitize=address,undefined")
endif()
foreach(step
        "${CMAKE_COMMAND};--install;${BUILD};--prefix;${prefix}"
        "${CMAKE_COMMAND};-S;${SOURCE};-B;${BUILD}/consumer/build;-DCMAKE_PREFIX_PATH=${prefix};-DCMAKE_CXX_COMPILER=${COMPILER};-DCMAKE_CXX_FLAGS=${FLAGS}"
        "${CMAKE_COMMAND};--build;${BUILD}/consumer/build"
        "${BUILD}/consumer/build/consumer"
        "${prefix}/bin/brcheck;--version"
        "sh;-c;${COMPILER} -std=c++20 ${FLAGS} ${SOURCE}/consumer.cpp $(PKG_CONFIG_PATH=$(dirname $(find ${prefix} -name brcheck.pc)) pkg-config --cflags --libs brcheck) -o ${BUILD}/consumer/by_pkg_config"
        "${BUILD}/consumer/by_pkg_config")
    execute_process(COMMAND ${step} RESULT_VARIABLE code)
    if(NOT code EQUAL 0)
        message(FATAL_ERROR "failed (${code}): ${step}")
    endif()
endforeach()
