# embed.cmake -- write an assembler file that holds whole files: plugins/ and
# site/ travel inside the binary, so one file installs everything.
#
#   cmake -DROOT=<source dir> -DOUT=<file.S> -P embed.cmake
#
# What serves this project only (site/try, the README's picture) stays out. The order
# is that of the sorted paths, so the binary does not depend on the file system's.
file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/plugins/* ${ROOT}/site/* ${ROOT}/src/embed/minimal/*
     ${ROOT}/src/embed/skeleton/* ${ROOT}/tests/conformance/*)
list(FILTER files EXCLUDE REGEX "(^|/)\\.(DS_Store|git)(/|$)|^site/(try|preview\\.png)$|^plugins/[^/]+/tests/|^plugins/examples/")
list(SORT files)
set(data "    .section .rodata\n")
set(table "    .section .data.rel.ro,\"aw\"\n    .balign 8\n    .globl embed_table\nembed_table:\n")
set(n 0)
foreach(file ${files})
  string(APPEND data "n${n}: .asciz \"${file}\"\n    .balign 16\nf${n}: .incbin \"${ROOT}/${file}\"\ne${n}: .byte 0\n")
  string(APPEND table "    .quad n${n}, f${n}, e${n} - f${n}\n")
  math(EXPR n "${n} + 1")
endforeach()
string(APPEND table "    .globl embed_count\n    .balign 8\nembed_count: .quad ${n}\n    .section .note.GNU-stack,\"\",@progbits\n")
file(WRITE ${OUT}.new "${data}${table}")
execute_process(COMMAND ${CMAKE_COMMAND} -E copy_if_different ${OUT}.new ${OUT})
execute_process(COMMAND ${CMAKE_COMMAND} -E touch ${OUT})
