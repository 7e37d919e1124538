#!/usr/bin/perl
# Prints every character of the Basic Multilingual Plane that Perl's own codec can write in the GSM 7 bit default
# alphabet and its extension table, with the septets that it takes (one octet each). Usage: ./make.pl > characters.json
use strict;
use warnings;
use Encode;

my @rows;
for my $code (0 .. 0xFFFF) {
    next if $code >= 0xD800 && $code <= 0xDFFF;    # surrogates
    next if ($code >= 0xFDD0 && $code <= 0xFDEF) || ($code & 0xFFFE) == 0xFFFE;    # not characters
    my $septets = eval { Encode::encode('gsm0338', chr $code, Encode::FB_CROAK) };
    push @rows, sprintf '  ["%04X", "%s"]', $code, uc unpack 'H*', $septets if defined $septets && length $septets;
}
print "[\n", join(",\n", @rows), "\n]\n";
