# engine.cmake -- a digest over everything that this binary is made from.
#
#   cmake -DROOT=<source dir> -DOUT=<file.h> -P engine.cmake
#
# Comments and tests do not change what is published, but telling them apart is not
# worth being wrong: any change of src/ or plugins/ is another engine.
file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/src/*.c ${ROOT}/src/*.h ${ROOT}/src/*.def
     ${ROOT}/src/*.cmake ${ROOT}/plugins/* ${ROOT}/CMakeLists.txt)
list(FILTER files EXCLUDE REGEX "^plugins/[^/]+/tests/|^plugins/examples/")
list(SORT files)
set(all "")
foreach(file ${files})
  file(SHA256 ${ROOT}/${file} digest)
  string(APPEND all "${file} ${digest}\n")
endforeach()
string(SHA256 id "${all}")
string(SUBSTRING ${id} 0 32 id)
file(WRITE ${OUT}.new "#define ENGINE_SOURCES \"${id}\"\n")
execute_process(COMMAND ${CMAKE_COMMAND} -E copy_if_different ${OUT}.new ${OUT})
