# Installs the build into a fresh folder and builds and runs the consumer against it.
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
        "${prefix}/bin/brcheck;--version")
    execute_process(COMMAND ${step} RESULT_VARIABLE code)
    if(NOT code EQUAL 0)
        message(FATAL_ERROR "failed (${code}): ${step}")
    endif()
endforeach()
