# CitiesGrow in an image with nothing but the program.
#
#   docker build -t citiesgrow .
#   docker run -p 8080:8080 -v citiesgrow:/data citiesgrow serve --base-url https://citiesgrow.example
#
# TLS is spoken by a proxy in front.

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o /out/citiesgrow ./cmd/citiesgrow \
 && mkdir -p /out/data /out/tmp && chmod 1777 /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build --chown=65532:65532 /out/tmp /tmp
COPY --from=build /out/citiesgrow /citiesgrow
ENV CITIESGROW_ADDR=0.0.0.0:8080 \
    CITIESGROW_DATA_DIR=/data
USER 65532:65532
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=6s --start-period=60s --retries=3 CMD ["/citiesgrow", "health"]
ENTRYPOINT ["/citiesgrow"]
CMD ["serve"]
