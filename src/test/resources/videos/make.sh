#!/bin/sh
# Makes the video clips of the tests anew, in this folder. It needs ffmpeg with libx264, libx265, libvpx and SVT-AV1, as
# Linux distributions package it, and python3; AMR_FFMPEG names an ffmpeg with the AMR encoder (the app's own has it).
# The clips are committed: run it only to change them.
#
# Nearly every clip carries a bar along its bottom eighth: 16 squares, of which square k (from the left) is white
# where bit k of the frame number is set. A test that reads the squares knows which frame of the source it sees.
# The folder "hostile" holds files that must be refused or end in bounded time and memory.
#
# The benchmark's clip is 60 s of 720p and is not committed:
#   ffmpeg -f lavfi -i testsrc2=s=1280x720:r=30:d=60 -f lavfi -i sine=440:d=60 -c:v libx264 -pix_fmt yuv420p -c:a aac sixty-seconds.mp4
set -e
cd "$(dirname "$0")"
mkdir -p hostile

run() { ffmpeg -nostdin -v error -y "$@"; }

# picture WIDTH HEIGHT RATE SECONDS: a filter graph that draws the test picture with the bar
picture() {
    printf '%s' "testsrc2=s=$1x$2:r=$3:d=$4[a];color=black:s=16x2:r=$3:d=$4,format=yuv420p,"
    printf '%s' "geq=lum='16+219*mod(floor(N/pow(2\\,X))\\,2)':cb=128:cr=128,scale=$1:$(($2 / 8)):flags=neighbor[b];"
    printf '%s' "[a][b]overlay=0:H-h:shortest=1,format=yuv420p"
}

# clip WIDTH HEIGHT RATE SECONDS ARGUMENTS...: the test picture and a tone, encoded as the arguments say
clip() {
    graph=$(picture "$1" "$2" "$3" "$4") seconds=$4
    shift 4
    run -f lavfi -i "$graph" -f lavfi -i "sine=440:d=$seconds" "$@"
}

# silent WIDTH HEIGHT RATE SECONDS FILTERS ARGUMENTS...: the same without a tone, through more filters
silent() {
    graph=$(picture "$1" "$2" "$3" "$4")$5
    shift 5
    run -f lavfi -i "$graph" "$@"
}

h264='-c:v libx264 -preset veryslow -crf 32'
h265='-c:v libx265 -preset medium -crf 34 -tag:v hvc1 -x265-params log-level=error'
vp8='-c:v libvpx -b:v 60k'
vp9='-c:v libvpx-vp9 -crf 50 -b:v 0'
aac='-c:a aac -b:a 24k -ac 1'

# containers and codecs
clip 160 96 25 2 $h264 $aac h264-aac.mp4
clip 160 96 25 2 $h265 $aac hevc.mov
clip 160 96 25 2 $h264 $aac h264.m4v
clip 176 144 15 2 $h264 -profile:v baseline $aac h264-aac.3gp
"${AMR_FFMPEG:-ffmpeg}" -nostdin -v error -y -i h264-aac.3gp -c:v copy -c:a libopencore_amrnb -ar 8000 -ac 1 -b:a 12.2k h264-amr.3gp
clip 160 96 25 2 $vp9 -c:a libopus -b:a 24k vp9-opus.webm
clip 160 96 25 2 $vp8 -c:a libvorbis -ac 2 vp8-vorbis.webm
clip 160 96 25 2 $h264 $aac h264.mkv
clip 160 96 25 2 -c:v mpeg4 -q:v 12 -bf 2 -c:a libmp3lame -b:a 32k mpeg4-mp3.avi
clip 128 80 25 1 -c:v mjpeg -q:v 24 -c:a libmp3lame -b:a 32k mjpeg-mp3.avi
# as browsers record: no duration, no index
clip 160 96 30 2 $vp8 -c:a libopus -b:a 24k -live 1 -f webm browser.webm

# turned by a display matrix
silent 160 96 25 1 '' $h264 rotated-0.mp4
for degrees in 90 180 270; do run -i rotated-0.mp4 -c copy -metadata:s:v rotate=$degrees rotated-$degrees.mp4; done
clip 96 160 25 1 $h264 $aac portrait.mp4

# time: without sound, variable rates, gaps, other rates, a late start, edges of segments
silent 160 96 25 2 '' $h264 silent.mp4
# The sound goes on for a second after the picture.
run -f lavfi -i testsrc2=s=96x64:r=25:d=1 -f lavfi -i sine=440:d=2 $h264 $aac longer-sound.mp4
silent 160 96 30 4 ",select='lt(mod(n*7919\,13)\,8)'" -vsync vfr $h264 variable.mp4
silent 160 96 30 4 ",select='lt(mod(n*7919\,13)\,8)'" -vsync vfr $h264 variable.mkv
silent 160 96 30 6 ",select='not(between(t\,1.5\,4.5))'" -vsync vfr $h264 gap.mp4
silent 160 96 30 6 ",select='not(between(t\,1.5\,4.5))'" -vsync vfr $vp8 -live 1 -f webm gap.webm
clip 160 96 30000/1001 4 $h264 $aac ntsc.mp4
clip 160 96 30000/1001 4 $h264 $aac ntsc.mkv
clip 160 96 60 2 $h264 $aac sixty.mp4
silent 160 96 60000/1001 2 '' $h264 sixty-ntsc.mkv
silent 160 96 25 4 '' $h264 -output_ts_offset 7.3 late.mkv
clip 160 96 25 8 $h264 -crf 40 -g 100 -keyint_min 100 -sc_threshold 0 -bf 3 -x264-params open-gop=1 $aac open-gop.mp4
silent 64 64 25 5.04 '' $h264 -crf 40 one-frame-more.mp4
# hard cuts, where an encoder likes to put key frames of its own
silent 160 96 25 4 ",geq=lum='if(gte(Y\,84)\,lum(X\,Y)\,if(mod(floor(N/17)\,2)\,255-lum(X\,Y)\,lum(X\,Y)))':cb='cb(X\,Y)':cr='cr(X\,Y)'" \
    $h264 -crf 40 cuts.mp4
run -i open-gop.mp4 -c copy -movflags frag_keyframe+empty_moov fragmented.mp4

# picture: high dynamic range, sizes, pixels that are not square, a dark start, a change of size
hdr='-pix_fmt yuv420p10le -color_primaries bt2020 -colorspace bt2020nc -color_range tv'
silent 160 96 25 1 '' $h265 $hdr -color_trc smpte2084 -x265-params \
    "log-level=error:hdr10=1:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1):max-cll=1000,400" hdr10.mp4
silent 160 96 25 1 '' $h265 $hdr -color_trc arib-std-b67 -x265-params \
    log-level=error:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc hlg.mov
silent 101 75 25 1 ',scale=101:75' $vp9 odd.webm
silent 90 72 25 1 ',setsar=64/45' $h264 anamorphic.mp4
silent 160 96 25 3 ',fade=in:st=0.5:d=1.5' $h264 fade-in.mp4
silent 8 8 25 1 '' -c:v mpeg4 tiny.mp4
silent 160 96 30 1 '' $vp8 small.webm
silent 320 192 30 1 '' $vp8 large.webm
printf 'file small.webm\nfile large.webm\n' > list.txt
run -f concat -i list.txt -c copy resized.webm
rm small.webm large.webm list.txt

# as phones record: turned, with a place, a date and a maker, two tracks of sound of which the second is of an unknown
# codec, and a track of timed metadata
printf '1\n00:00:00,000 --> 00:00:01,000\nabc\n' > meta.srt
run -f lavfi -i "$(picture 160 96 30 2)" -f lavfi -i sine=440:d=2 -f lavfi -i sine=880:d=2 -i meta.srt -map 0 -map 1 -map 2 -map 3 \
    $h265 $aac -c:s mov_text -metadata creation_time=2026-05-01T10:00:00Z -metadata location=+52.5200+013.4050+034/ \
    -metadata com.apple.quicktime.make=Phone -metadata com.apple.quicktime.location.ISO6709=+52.5200+013.4050+034/ -movflags use_metadata_tags phone-0.mov
run -i phone-0.mov -map 0 -c copy -metadata:s:v rotate=90 -movflags use_metadata_tags phone-1.mov
python3 - <<'P'
data = open('phone-1.mov', 'rb').read()
tracks = data.split(b'stsd')
tracks[3] = tracks[3].replace(b'mp4a', b'apac').replace(b'esds', b'dapa').replace(b'text', b'meta')
tracks[4] = tracks[4].replace(b'text', b'mebx')
data = b'stsd'.join(tracks)
open('phone.mov', 'wb').write(data)
P
rm phone-?.mov meta.srt
silent 160 96 30 3 ",select='lt(mod(n*7919\,13)\,9)'" -vsync vfr $h264 -metadata location=+52.5200+013.4050/ -metadata com.android.version=14 -movflags use_metadata_tags upright.mp4
run -i upright.mp4 -c copy -map_metadata 0 -metadata:s:v rotate=90 -movflags use_metadata_tags android.mp4; rm upright.mp4
# a recording of a screen: one frame in the first second, then 60 a second, and then in another size
silent 160 96 60 2 ",select='eq(n\,0)+gte(n\,60)'" -vsync vfr $vp9 first.webm
silent 240 144 60 1 '' $vp9 second.webm
printf 'file first.webm\nfile second.webm\n' > list.txt
run -f concat -i list.txt -c copy -live 1 -f webm screen.webm; rm first.webm second.webm list.txt
# as cameras recorded
clip 160 96 15 2 -c:v mjpeg -pix_fmt yuvj422p -q:v 24 -c:a pcm_u8 -ar 8000 camera.avi
clip 160 96 25 1 $h264 -flags +ildct+ilme -x264-params tff=1 $aac interlaced.mkv
# other pixels
for format in yuv422p yuv444p yuv420p10le gray; do silent 160 96 25 1 ",format=$format" $h264 -pix_fmt $format $format.mp4; done
silent 160 96 25 1 ",format=yuva420p" $vp9 -pix_fmt yuva420p alpha.webm
clip 176 144 15 1 -c:v h263 -q:v 20 $aac h263.3gp
SVT_LOG=1 silent 160 96 25 1 '' -c:v libsvtav1 -crf 50 av1.mp4
silent 160 96 25 1 ",format=yuvj420p" $h264 -pix_fmt yuvj420p full-range.mp4

# a sound track of a codec that nobody knows
sed s/A_AAC/A_XYZ/ h264.mkv > unknown-sound.mkv

# hostile files
printf '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nh264-aac.mp4\n#EXT-X-ENDLIST\n' > hostile/playlist.mp4
printf 'ffconcat version 1.0\nfile h264-aac.mp4\n' > hostile/concat.mp4
run -f lavfi -i color=gray:s=2x2:r=1/60:d=3660 -vf scale=1:1 -c:v libvpx -b:v 1k hostile/hour-of-one-pixel.webm
run -f lavfi -i color=black:s=16000x16000:r=25 -frames:v 1 -c:v libx264 -preset ultrafast -threads 1 -pix_fmt yuv420p \
    -x264-params cabac=1:rc-lookahead=0:ref=1 hostile/16000x16000.mp4
run -f lavfi -i color=black:s=16x16:r=1000:d=1 -c:v libx264 -preset veryfast -bf 0 hostile/thousand-a-second.mp4
maps=
for i in $(seq 40); do maps="$maps -map 0"; done
run -f lavfi -i color=black:s=16x16:r=25:d=0.2 $maps -c:v libx264 -preset veryfast -bsf:v filter_units=remove_types=6 hostile/forty-streams.mp4
run -i h264.mkv -c copy -attach make.sh -metadata:s:t mimetype=text/x-shellscript hostile/attachment.mkv
python3 - <<'P'
"""A Matroska file with a track of subtitles, compressed with zlib: each of 4 blocks of 6 kB unpacks to 6 MB."""
import zlib

def number(value): return value.to_bytes(max(1, (value.bit_length() + 7) // 8), 'big')
def element(name, *parts):
    body = b''.join(part if isinstance(part, bytes) else number(part) for part in parts)
    return bytes.fromhex(name) + (len(body) | 1 << 56).to_bytes(8, 'big') + body

video = element('AE', element('D7', 1), element('73C5', 1), element('83', 1), element('86', b'V_UNCOMPRESSED'),
                element('E0', element('B0', 16), element('BA', 16), element('2EB524', b'I420')))
compressed = element('6D80', element('6240', element('5034', element('4254', 0))))
text = element('AE', element('D7', 2), element('73C5', 2), element('83', 17), element('86', b'S_TEXT/UTF8'), compressed)
bomb = zlib.compress(b'a' * 6_000_000, 9)
blocks = b''.join(
    element('A3', b'\x81' + (40 * i).to_bytes(2, 'big') + b'\x80' + bytes([128]) * 384) for i in range(25))
bombs = b''.join(element('A0', element('A1', b'\x82' + (40 * i).to_bytes(2, 'big') + b'\0' + bomb), element('9B', 40))
                 for i in range(4))
with open('hostile/subtitle-bomb.mkv', 'wb') as file:
    file.write(element('1A45DFA3', element('4282', b'matroska'), element('4287', 4), element('4285', 2)))
    file.write(element('18538067',
                       element('1549A966', element('2AD7B1', 1_000_000), element('4D80', b'make.sh'), element('5741', b'make.sh')),
                       element('1654AE6B', video, text),
                       element('1F43B675', element('E7', 0), bombs, blocks)))
P
ls -l . hostile
