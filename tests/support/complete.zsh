# complete.zsh -- what zsh would offer for a line: zsh -f complete.zsh FOLDER-OF-_publish LINE
# A second shell on a terminal of its own completes the line; each word that the completion adds
# is printed instead of shown. (Quotes in the middle of a word: the terminal shows what was typed, too.)
zmodload zsh/zpty || exit 77
zpty shell zsh -f -i
send() { zpty -w shell "$1"; }
send "PS1= PS2= RPS1=; fpath=(${(q)1} \$fpath); autoload -Uz compinit && compinit -u -D; setopt no_beep no_zle_bracketed_paste 2>/dev/null"
send 'compadd() {
  [[ ${@[1,(i)(-|--)]} == *-(O|A|D)* ]] && { builtin compadd "$@"; return $?; }
  local -a hits
  builtin compadd -A hits "$@"
  local hit
  for hit in $hits; do print -r -- OF"FER<$hit>"; done
  builtin compadd "$@"
}
offer() { _main_complete; compstate[insert]=; compstate[list]=; print E""ND; }
zle -C offer complete-word offer
bindkey "^T" offer
print RE""ADY'
while zpty -r shell line; do [[ $line == *READY* ]] && break; done
zpty -wn shell "$2"$'\x14'
while zpty -r shell line; do
  [[ $line == *OFFER\<*\>* ]] && print -r -- ${${line#*OFFER<}%%>*}
  [[ $line == *END* ]] && break
done
zpty -d shell
