#!/bin/sh
# Onlookers in Apache Tomcat 10.1 or 11: what the JVM is told.
#
# Copy this file to $CATALINA_BASE/bin/setenv.sh; catalina.sh reads it at every start. Copy
# onlookers.war to $CATALINA_BASE/webapps; the file's name is the context path: onlookers.war
# answers below /onlookers, ROOT.war below /. The connector is in connector.xml beside this file.

# Memory. With the settings here and in connector.xml, a reader takes some 9 KB of heap and the
# program some 20 MB (measured with 15,000): this is enough for 25,000 readers, with as much again
# for garbage.
CATALINA_OPTS="$CATALINA_OPTS -Xmx512m"

# Per cent of the heap that stay free after a collection, at least and at most. With the defaults of 40
# and 70, memory that a crowd once needed is kept when it has gone: 11,000 bytes more for each of
# 15,000 silent readers.
CATALINA_OPTS="$CATALINA_OPTS -XX:MinHeapFreeRatio=3 -XX:MaxHeapFreeRatio=5"

# Each connection keeps several buffers of this many bytes; a frame of counts fits into 64, and longer
# ones come and go in parts. With the default of 8192 a reader takes some 40 KB, and 15,000 of them
# do not fit into the memory above. It holds for every WebSocket application of this JVM.
CATALINA_OPTS="$CATALINA_OPTS -Dorg.apache.tomcat.websocket.DEFAULT_BUFFER_SIZE=64"

# Where Redis is. Every setting of Onlookers is a system property onlookers.NAME; the README lists
# them. A secret belongs in a file that only Tomcat's user may read: NAME.file instead of NAME.
CATALINA_OPTS="$CATALINA_OPTS -Donlookers.redis.uri=redis://localhost:6379"
#CATALINA_OPTS="$CATALINA_OPTS -Donlookers.redis.uri.file=/etc/onlookers/redis.uri"
#CATALINA_OPTS="$CATALINA_OPTS -Donlookers.ticket.secret.file=/etc/onlookers/ticket.secret"

# Remote JMX, for the MBean onlookers:type=Presence. Port and RMI port are the same, so that one
# rule of a firewall or one SSH tunnel is enough; it listens on the loopback interface only, so
# that whoever is on the machine may look, and nobody else. Uncomment all six, or none.
#CATALINA_OPTS="$CATALINA_OPTS -Dcom.sun.management.jmxremote.port=9010"
#CATALINA_OPTS="$CATALINA_OPTS -Dcom.sun.management.jmxremote.rmi.port=9010"
#CATALINA_OPTS="$CATALINA_OPTS -Dcom.sun.management.jmxremote.host=127.0.0.1"
#CATALINA_OPTS="$CATALINA_OPTS -Djava.rmi.server.hostname=127.0.0.1"
#CATALINA_OPTS="$CATALINA_OPTS -Dcom.sun.management.jmxremote.authenticate=false"
#CATALINA_OPTS="$CATALINA_OPTS -Dcom.sun.management.jmxremote.ssl=false"

export CATALINA_OPTS

# Each reader is one open file. The shell's limit is often 1024; if the administrator allows no
# more, Tomcat starts with what there is.
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
